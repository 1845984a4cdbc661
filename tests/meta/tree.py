"""What the checks in this folder share: the files of the project and how a finding is told."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(root, *patterns):
    """The project's files that match one of the glob patterns: what git knows or could take up, else what is there."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
    )
    if listing.returncode == 0:
        names = [Path(name) for name in listing.stdout.decode().split("\0") if name]
    else:
        names = [path.relative_to(root) for path in Path(root).rglob("*") if path.is_file()]
        names = [name for name in names if not re.match(r"build|\.git$", name.parts[0])]
    return [root / n for n in sorted(set(names)) if (root / n).is_file() and any(n.match(p) for p in patterns or ["*"])]


def code(text):
    """C++ without comments and without the content of string and character literals; line numbers stay."""

    def blank(match):
        token = match[0]
        if token.startswith(("//", "/*")):
            return "\n" * token.count("\n")
        if token.startswith('R"'):
            return '""' + "\n" * token.count("\n")
        return token[0] * 2

    literal = r'R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])*\''
    return re.sub(rf"//[^\n]*|/\*.*?\*/|{literal}", blank, text, flags=re.S)


def finish(problems, checked):
    """Prints the findings and ends: 1 with any, 1 also when there was nothing to check."""
    if not checked:
        problems = ["nothing was checked: are the paths right?"]
    for problem in problems:
        print(problem)
    print(f"{checked} checked, {len(problems)} found")
    sys.exit(1 if problems else 0)
