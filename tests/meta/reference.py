#!/usr/bin/env python3
"""Program, manual and tests agree: every command has its page and its transcript, every option is written down, and
nothing is written down that is not there.

    reference.py PROGRAM [ROOT]
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from tree import ROOT, finish

# Pages that are not about one command.
OTHER_PAGES = {"dsupport.1"}


def words(page):
    """The lines of a manual page that declare something: items of lists, and the synopsis."""
    out, section = [], ""
    for line in page.read_text().splitlines():
        if line.startswith(".Sh "):
            section = line[4:].strip()
        elif line.startswith(".It ") or section == "SYNOPSIS":
            out.append(line)
    return out


def options(page):
    return {name for line in words(page) for name in re.findall(r"\bFl -([a-z][a-z0-9-]*)", line)}


def letters(page):
    return {name for line in words(page) for name in re.findall(r"\bFl ([A-Za-z])\b", line)}


def check(root, spec):
    problems = []
    man, transcripts = root / "man", root / "tests" / "cli"
    commands = {command["name"]: command for command in spec["commands"]}
    shared = {option["name"]: option for option in spec["options"]}
    common = man / "dsupport.1"
    if not common.exists():
        return [f"{common.name}: missing"], 0
    documented_once = options(common)

    for name, command in commands.items():
        page = man / f"dsupport-{name}.1"
        if not (transcripts / f"{name}.t").exists():
            problems.append(f"{name}: no tests/cli/{name}.t")
        if not page.exists():
            problems.append(f"{name}: no man/{page.name}")
            continue
        own = {option["name"]: option for option in command["options"]}
        for option in sorted(own.keys() - options(page) - documented_once):
            problems.append(f"{page.name}: --{option} is not there")
        for option in sorted(options(page) - own.keys() - shared.keys()):
            problems.append(f"{page.name}: --{option} is not an option of {name}")
        short = {option["short"]: option["name"] for option in own.values() if option["short"]}
        for letter, long in sorted(short.items()):
            if letter not in letters(page if long in options(page) else common):
                problems.append(f"{page.name}: --{long} has the letter -{letter}, which is not there")
        for letter in sorted(letters(page) - short.keys() - {option["short"] for option in shared.values()}):
            problems.append(f"{page.name}: -{letter} is not an option of {name}")
        for alias in command["aliases"]:
            if not re.search(rf"\b{re.escape(alias)}\b", page.read_text()):
                problems.append(f"{page.name}: the alias {alias} is not there")
        if not re.search(rf"\bdsupport[ -]{re.escape(name)}\b", common.read_text()):
            problems.append(f"{common.name}: {name} is not there")

    known = {option["name"] for command in commands.values() for option in command["options"]} | shared.keys()
    for option in sorted(shared.keys() - documented_once):
        problems.append(f"{common.name}: --{option} is not there")
    for option in sorted(documented_once - known):
        problems.append(f"{common.name}: no command has --{option}")

    for page in sorted(man.glob("*.1")):
        if page.name not in OTHER_PAGES and page.stem.removeprefix("dsupport-") not in commands:
            problems.append(f"{page.name}: no such command")
    return problems, len(commands)


def main():
    program, root = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT
    said = subprocess.run([program, "__spec"], capture_output=True, timeout=20, check=True)
    finish(*check(root, json.loads(said.stdout)))


if __name__ == "__main__":
    main()
