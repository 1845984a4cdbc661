#!/usr/bin/env python3
"""Stops the program dead at each of its system calls that write, and looks at what is left.

    crash_test.py PROGRAM write|send

write: `log` is killed at the 1st, 2nd, 3rd ... write, until it runs through. Whatever it acknowledged is there, what is
       there is whole, and the projection is what the log says.
send:  the same with `sync --send` into a folder. At the end each event has been mailed in exactly one mail.
"""

import base64
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CALLS = "pwrite64,write,fdatasync,fsync,rename,openat"
MOST = 400


class Home:
    def __init__(self, program, top):
        self.program, self.top = program, top
        (top / "home").mkdir()
        (top / "group").mkdir()
        (top / "home" / "config.toml").write_text(
            '[me]\nhandle = "ann"\nemail = "ann@example.org"\n[group]\naddress = "support@example.org"\n'
            f'[transport]\nkind = "dir"\npath = "{top}/group"\n')
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(top), "LANG": "C.UTF-8", "TZ": "UTC",
                    "DSUPPORT_HOME": str(top / "home")}

    def run(self, *words, before=()):
        return subprocess.run([*before, self.program, *words], env=self.env, capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, check=False)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            sys.exit(f"{words} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def killed_at(self, n, *words):
        """Runs a command that dies at its n-th call; nothing when it lived through."""
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}",
                  "-e", f"inject={CALLS}:signal=KILL:when={n}"]
        return self.run(*words, before=strace)


def check_whole(home):
    home.must("rebuild")
    return [t["subject"] for t in json.loads(home.must("list", "--all", "--limit", "0", "--json"))]


def sweep_writes(home):
    acknowledged = []
    for n in range(1, MOST):
        subject = f"call {n}"
        done = home.killed_at(n, "log", "-s", subject, "-m", "text")
        there = check_whole(home)
        if done.returncode == 0:
            acknowledged.append(subject)
        missing = [s for s in acknowledged if s not in there]
        twice = [s for s in there if there.count(s) > 1]
        if missing or twice:
            sys.exit(f"killed at call {n}: lost {missing}, doubled {twice}")
        if done.returncode == 0 and "logged" in done.stdout:
            return n
    sys.exit("the command never ran through")


def events_of(raw):
    block = re.search(rb"-----BEGIN DSUPPORT EVENTS v1-----\r?\n(.*?)-----END", raw, re.S)
    data = base64.b64decode(block.group(1))
    place = 4 + int.from_bytes(data[:4], "big") + 64
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        yield json.loads(data[place + 4:place + 4 + size])["seq"]
        place += 4 + size + 64
        body = int.from_bytes(data[place:place + 4], "big")
        place += 4 + (0 if body == 0xFFFFFFFF else body)


def sweep_sends(home):
    for n in range(1, MOST):
        home.must("log", "-s", f"call {n}", "-q")
        if n % 2 == 0:  # a notice too, but fewer in all than a day allows
            home.must("take", "@", "-q")
        done = home.killed_at(n, "sync", "--send")
        check_whole(home)
        if done.returncode == 0:
            break
    else:
        sys.exit("the command never ran through")
    home.must("sync", "--send")
    mails = sorted((home.top / "group").glob("*.eml"))
    carried = [seq for mail in mails for seq in events_of(mail.read_bytes())]
    doubled = sorted({seq for seq in carried if carried.count(seq) > 1})
    missing = sorted(set(range(1, max(carried) + 1)) - set(carried))
    if doubled or missing:
        sys.exit(f"in two mails: {doubled}; in none: {missing}")
    states = {row["state"] for row in json.loads(home.must("outbox", "--all", "--json"))}
    if states != {"sent"}:
        sys.exit(f"the outbox ends with {states}")
    return n


def main():
    program, what = sys.argv[1:]
    if not shutil.which("strace"):
        print("strace is not installed", file=sys.stderr)
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="dsupport-crash-") as top:
        points = {"write": sweep_writes, "send": sweep_sends}[what](Home(program, Path(top)))
    print(f"{points - 1} points of death, 0 found")


main()
