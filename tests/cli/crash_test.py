#!/usr/bin/env python3
"""Stops the program dead at each of its system calls that write, and looks at what is left.

    crash_test.py PROGRAM write|send

write: `log` is killed at the 1st, 2nd, 3rd ... call of each kind, until it runs through. Whatever it acknowledged is
       there, what is there is whole, and the projection is what the log says.
send:  the same with `sync --send` into a folder. At the end each event has been mailed in exactly one mail.
"""

import sys
import tempfile

from home import MOST, Home, check, check_each_mailed_once, need

CALLS = {"write": ["pwrite64", "write", "fdatasync", "fsync", "rename", "openat"],
         "send": ["pwrite64", "write", "fdatasync", "fsync", "rename", "openat", "unlink"]}
KILL = "signal=KILL"


def deaths(home, call, prepare, words):
    """Kills the command at every call of one kind; yields how each run ended."""
    for n in range(1, MOST):
        label = f"{call} {n}"
        prepare(label)
        done, hit = home.struck(call, KILL, n, *words(label))
        yield label, done
        if not hit:
            return
    sys.exit(f"{call}: the command never ran through")


def sweep_writes(program, top):
    points = 0
    for call in CALLS["write"]:
        home = Home.fresh(program, f"{top}/{call}")  # the first write makes the key and the team
        acknowledged = []
        for label, done in deaths(home, call, lambda _: None, lambda label: ["log", "-s", label, "-m", "text"]):
            if done.returncode == 0:
                acknowledged.append(label)
            points += done.returncode != 0
            there = home.whole()
            missing = [s for s in acknowledged if s not in there]
            twice = [s for s in there if there.count(s) > 1]
            check(not missing and not twice, f"killed at {label}: lost {missing}, doubled {twice}")
    return points


def sweep_sends(program, top):
    home = Home.fresh(program, top + "/send")
    points = 0

    def prepare(label):
        home.must("log", "-s", label, "-q")
        if points % 4 == 0:  # a notice too, but fewer in all than a day allows
            home.must("take", "@", "-q")

    for call in CALLS["send"]:
        for _, done in deaths(home, call, prepare, lambda _: ["sync", "--send"]):
            points += done.returncode != 0
            home.whole()
    home.must("sync", "--send")
    check_each_mailed_once(home)
    return points


def main():
    program, what = sys.argv[1:]
    need("strace")
    with tempfile.TemporaryDirectory(prefix="dsupport-crash-") as top:
        points = {"write": sweep_writes, "send": sweep_sends}[what](program, top)
    check(points > 50, f"only {points} points of death: the calls that write have other names here")
    print(f"{points} points of death, 0 found")


main()
