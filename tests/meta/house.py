#!/usr/bin/env python3
"""The shape of the tree: what lies at the top, how long a file may be, what must not stand in one.

    house.py [ROOT]
"""

import re
import sys
from pathlib import Path

from tree import ROOT, files, finish

TOP = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "cli", "completions", "examples", "lib", "man", "tests"}
MOST_LINES = 400

# Written so that this file does not contain what it looks for.
NOWHERE = {
    r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b": "an open end",
    r"(?<![\w.$}~])/(ho[m]e|ro[o]t|Us[e]rs|w[o]rk)/": "a path of one machine",
    r"https?://(deb|regi[s]try|repo)\.|\b(regi[s]try\.npmjs|py[p]i)\.org|\bar[t]ifactory\b": "a host of a package registry",
}


def check(root):
    problems = []
    everything = files(root)
    for name in sorted({path.relative_to(root).parts[0] for path in everything}):
        if name not in TOP and not name.startswith("."):
            problems.append(f"{name}: does not belong at the top")
    for path in everything:
        name = path.relative_to(root)
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue  # mails and archives that tests read
        lines = text.split("\n")
        if name.parts[0] in ("lib", "cli") and name.suffix in (".cc", ".hh") and len(lines) - 1 > MOST_LINES:
            problems.append(f"{name}: {len(lines) - 1} lines; above {MOST_LINES} it is more than one thing")
        for number, line in enumerate(lines, 1):
            for pattern, what in NOWHERE.items():
                if found := re.search(pattern, line):
                    problems.append(f"{name}:{number}: {what}: {found[0]}")
    return problems, len(everything)


if __name__ == "__main__":
    finish(*check(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
