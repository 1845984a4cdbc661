#!/usr/bin/env python3
"""Runs every command line of the EXAMPLES sections of the manual.

    man_examples_test.py PROGRAM [PAGE...]

A page's lines run in their order, in a home of their own in which examples/team.toml holds and tickets with the codes
of the manual exist. Each line must end with status 0, unless EXPECTED says what happens instead, and why.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAN = ROOT / "man"

# When the tickets came, and when the examples are run.
BEFORE, NOW = "2026-11-24T06:00:00Z", "2026-11-24T09:00:00Z"

# The tickets the manual talks about, newest last: `@` is the last one.
TICKETS = {
    "H3V-9TD": ["log", "-s", "Printer prints twice", "-m", "Since the update.", "--from", "Sam <sam@other.example>"],
    "K7M-2QX": ["log", "-s", "Portal down", "-m", "Error 500 since nine, on every page.",
                "--from", "Jo Client <jo@client.example>", "--phone", "+442079460999"],
}

# (page, beginning of the line): (exit status, why it is not 0)
EXPECTED = {
    ("dsupport-split.1", "dsupport split"): (1, "only a client's mail can be split, and here are calls only"),
}


def examples(page):
    """The command lines of a page's EXAMPLES section."""
    found, inside = [], False
    for line in page.read_text().splitlines():
        if line.startswith(".Sh "):
            inside = line == ".Sh EXAMPLES"
        elif inside and line.startswith(".Dl $ "):
            found.append(re.sub(r"\\e", r"\\", line.removeprefix(".Dl $ ")).replace("\\&", ""))
    return found


class World:
    """A sealed home with the tickets of the manual."""

    def __init__(self, program, top):
        self.top = top
        self.codes = {}
        self.env = {
            "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(top), "TMPDIR": str(top), "USER": "ada", "LANG": "C.UTF-8", "TZ": "UTC",
            "DSUPPORT_HOME": str(top / "home"),
            "DSUPPORT_TEST_NOW": BEFORE, "DSUPPORT_TEST_SEED": "1",
        }
        (top / "group").mkdir()
        (top / "home").mkdir()
        (top / "home" / "config.toml").write_text(
            '[me]\nhandle = "ada"\nname = "Ada Lovelace"\nemail = "ada@example.org"\n'
            '[group]\naddress = "support@example.org"\n'
            f'[transport]\nkind = "dir"\npath = "{top}/group"\n')
        shutil.copy(ROOT / "examples" / "team.toml", top)
        (top / "mail.eml").write_text("From: jo@client.example\nSubject: Printer\n\nIt burns.\n")
        (top / "archive.mbox").write_text("From jo@client.example Tue Nov 24 08:00:00 2026\n" + (top / "mail.eml").read_text())
        self.need("dsupport team apply team.toml --yes")
        for code, words in TICKETS.items():
            self.codes[code] = self.need("dsupport " + " ".join(f"'{word}'" for word in words) + " --json | jq -r .code")
        self.env["DSUPPORT_TEST_NOW"] = NOW

    def run(self, line):
        for code, real in self.codes.items():
            line = line.replace(code, real)
        return subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=self.top, env=self.env, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def need(self, line):
        done = self.run(line)
        if done.returncode != 0:
            raise RuntimeError(f"$ {line}\n{done.stdout}")
        return done.stdout.strip()


def main():
    program = Path(sys.argv[1]).resolve()
    pages = [Path(page) for page in sys.argv[2:]] or sorted(MAN.glob("*.[1-8]"))
    lines, failed, unused = 0, 0, set(EXPECTED) if not sys.argv[2:] else set()
    for page in pages:
        with tempfile.TemporaryDirectory(prefix="dsupport-man-") as top:
            world = World(program, Path(top))
            for line in examples(page):
                lines += 1
                status = 0
                for key in EXPECTED:
                    if key[0] == page.name and line.startswith(key[1]):
                        status = EXPECTED[key][0]
                        unused.discard(key)
                done = world.run(line)
                if done.returncode != status:
                    failed += 1
                    print(f"{page.name}: $ {line}\n{done.stdout}[exit {done.returncode}, not {status}]")
    for page, line in sorted(unused):
        print(f"{page}: no example begins with '{line}'")
    print(f"{lines} examples, {failed} failed")
    sys.exit(0 if lines and not failed and not unused else 1)


if __name__ == "__main__":
    main()
