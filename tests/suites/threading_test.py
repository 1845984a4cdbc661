#!/usr/bin/python3
"""The threads of small mailboxes against scripts of what an IMAP server must answer."""
import pathlib
import re
import tempfile

import suites

SUITE = suites.folder("threading")


def mails_of(mbox):
    """The mails of an mbox as bytes with their From lines."""
    return [b"From " + m for m in re.split(rb"(?:^|\n)From (?=user@domain)", mbox.read_bytes())[1:]]


def groups(answer):
    """`* thread (1 (2 3))(4)` as its threads: [[1, 2, 3], [4]]."""
    out, depth = [], 0
    for token in re.findall(r"[()]|\d+", answer):
        if token == "(":
            if depth == 0:
                out.append([])
            depth += 1
        elif token == ")":
            depth -= 1
        else:
            out[-1].append(int(token))
    return sorted(sorted(thread) for thread in out)


def threads(mails):
    with tempfile.TemporaryDirectory(prefix="dsupport-suites-") as directory:
        box = pathlib.Path(directory) / "box"
        box.write_bytes(b"\n".join(m.rstrip(b"\n") + b"\n" for m in mails))
        listed = suites.probe("list", box)[0]
    if len(listed) != len(mails):
        return f"{len(listed)} mails"
    found = {}
    for number, mail in enumerate(listed, 1):
        found.setdefault(mail["root"], []).append(number)
    return sorted(found.values())


def play(report, script):
    waiting = mails_of(script.with_suffix(".mbox"))
    lines = script.read_text().splitlines()
    here = []
    if "messages: all" in lines:
        here, waiting = waiting, []
    asked, flagged = 0, []
    for line in lines:
        if line.startswith("ok append"):
            here.append(waiting.pop(0))
        elif found := re.match(r"ok store ([\d,]+) \+flags", line):
            flagged = [int(n) for n in found[1].split(",")]
        elif line.startswith("ok expunge"):
            here = [m for n, m in enumerate(here, 1) if n not in flagged]
        elif line.lower().startswith("* thread"):
            asked += 1
            report.same(script.name, str(asked), groups(line), threads(here))


def main():
    report = suites.Report("threading")
    scripts = [s for s in sorted(SUITE.glob("thread*")) if s.suffix == "" and "REFERENCES" in s.read_text()]
    for script in scripts:
        play(report, script)
    report.same("suite", "size", 8, len(scripts))
    report.finish()


if __name__ == "__main__":
    main()
