#!/usr/bin/env python3
"""Runs the tour of README.md as a transcript: what it shows is what the program prints.

    readme_test.py BIN_DIR
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE.parents[1] / "README.md"
CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")


def transcript(text):
    """The indented blocks that begin with a `$`; whatever code a ticket gets will do."""
    out, inside = [], False
    for line in text.splitlines():
        if line.startswith("    $ "):
            inside = True
            out += ["", line[4:]]
        elif inside and line.startswith("    "):
            out.append(CODE.sub("[..]", line[4:]))
        else:
            inside = False
    return "\n".join(out) + "\n"


def main():
    with tempfile.TemporaryDirectory(prefix="dsupport-readme-") as top:
        tour = Path(top, "readme.t")
        tour.write_text(transcript(README.read_text()))
        sys.exit(subprocess.run([sys.executable, HERE / "run.py", "--bin", sys.argv[1], tour], timeout=90).returncode)


if __name__ == "__main__":
    main()
