#!/usr/bin/env python3
"""The layers of lib/ and what each may touch.

    layers.py [ROOT]

Dependencies point down: cli -> sync -> store, mail -> ticket, rota -> team -> base. The library knows no
terminal, environment, home folder or wall clock; team, ticket and rota do no input or output at all.
A header that costs seconds to compile, or whose library sits in a module of its own, is included by few .cc files.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from tree import ROOT, code, files, finish

BELOW = {
    "base": set(),
    "team": {"base"},
    "ticket": {"base", "team"},
    "rota": {"base", "team"},
    "store": {"base", "team", "ticket", "rota"},
    "mail": {"base", "team", "ticket", "rota"},
    "sync": {"base", "team", "ticket", "rota", "store", "mail"},
}
PURE = {"team", "ticket", "rota"}

NOT_IN_LIB = {
    r"\b(secure_)?getenv\b": "reads the environment",
    r"\benviron\b": "reads the environment",
    r"\bisatty\b": "asks for a terminal",
    r"\bsystem_clock::now\b": "reads the wall clock",
    r"\bgettimeofday\b|\bCLOCK_REALTIME\b|(?<![\w.:>])(std::|::)?time\s*\(\s*(nullptr|NULL|0|&)": "reads the wall clock",
    r"\blocaltime(_r)?\b": "uses the local zone",
    r"\bstd::(cout|cerr|clog|cin)\b": "uses the standard streams",
    r"(?<![\w.>])(std::)?v?f?printf\s*\(|\bfmt::print\b|(?<![\w.>])(std::)?f?puts\s*\(": "prints",
    r"\bgetpw(nam|uid)(_r)?\b|\bgetlogin\b": "looks for a home folder",
}
NOT_IN_PURE = re.compile(
    r"<(fstream|filesystem|iostream|cstdio|stdio\.h|unistd\.h|fcntl\.h|thread|mutex|sys/\w+\.h|dirent\.h|netdb\.h)>"
)
HEAVY = {
    "CLI11": r"CLI/.*",
    "rapidjson": r"rapidjson/.*",
    "toml++": r"toml\+\+/.*",
    "GMime": r"gmime/.*",
    "libsodium": r"sodium(/.*|\.h)",
    "libcurl": r"curl/.*",
    "libical": r"libical/.*",
}
# By how many .cc files. That of libcurl costs nothing to compile; each file of its module may use it.
MOST = {"libcurl": 3}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def check(root):
    problems, heavy_users = [], defaultdict(list)
    sources = files(root, "lib/**/*.cc", "lib/**/*.hh", "lib/*/*.cc", "lib/*/*.hh", "cli/*.cc", "cli/*.hh", "cli/*/*.cc", "cli/*/*.hh")
    for path in sources:
        name = path.relative_to(root)
        text = path.read_text()
        includes = [(text.count("\n", 0, m.start()) + 1, m[1], m[2]) for m in INCLUDE.finditer(text)]
        for line, _, header in includes:
            for library, pattern in HEAVY.items():
                if re.fullmatch(pattern, header):
                    heavy_users[library].append(name)
                    if name.suffix == ".hh":
                        problems.append(f"{name}:{line}: {library} in a header; keep it in one .cc file")
        if name.parts[0] != "lib":
            continue
        layer = name.parts[1]
        if layer not in BELOW:
            problems.append(f"{name}: lib/{layer} is not in the order of layers (tests/meta/layers.py)")
            continue
        for line, bracket, header in includes:
            parts = Path(header).parts
            if bracket == '"' and (parts[0] != "lib" or parts[1] not in BELOW[layer] | {layer}):
                problems.append(f"{name}:{line}: {layer} must not include {header}")
            if layer in PURE and NOT_IN_PURE.fullmatch(f"<{header}>"):
                problems.append(f"{name}:{line}: {layer} does no input or output, but includes <{header}>")
        plain = code(text)
        for pattern, what in NOT_IN_LIB.items():
            for found in re.finditer(pattern, plain):
                line = plain.count("\n", 0, found.start()) + 1
                problems.append(f"{name}:{line}: {what}: {found[0].strip()}; it must be passed in")
    for library, users in heavy_users.items():
        if len(set(users)) > MOST.get(library, 2):
            problems.append(f"{library} is included by {len(set(users))} files: {', '.join(map(str, users))}")
    return problems, len(sources)


if __name__ == "__main__":
    finish(*check(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
