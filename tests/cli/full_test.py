#!/usr/bin/env python3
"""Fills the disk, and lets writing to it fail, and looks that nothing acknowledged or typed is lost.

    full_test.py PROGRAM write|send|disk

write: each system call of `log` that writes fails once, with "no space left" and with "input/output error".
send:  the same with `sync --send` into a folder: in the end each event has been mailed in exactly one mail.
disk:  a small file system (in a name space of its own) is filled up, then given back page by page.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from home import MOST, Home, check, check_each_mailed_once, explained, need, recover_path, skip

CALLS = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename"]
FAULTS = ["ENOSPC", "EIO"]
TEXT = ("what was said " * 20).strip()
INSIDE = "DSUPPORT_TEST_SMALL_DISK"


def faults(home, name, prepare, words):
    """Yields how each run with one failing call ended, for all calls of all kinds."""
    for fault in FAULTS:
        for call in CALLS:
            for n in range(1, MOST):
                label = f"{name} {fault} {call} {n}"
                prepare(label)
                done, hit = home.struck(call, f"error={fault}", n, *words(label))
                yield label, done, hit
                if not hit:
                    break
            else:
                sys.exit(f"{call}: the command never ran through")


def check_log(home, label, done, acknowledged):
    """One `log` of a call that is named by its label, after a fault somewhere."""
    if done.returncode == 0:
        check("logged" in done.stdout, label, "ended well without a word")
        acknowledged.append(label)
    elif label in home.subjects():
        # Written, but that could not be told: standard output failed.
        check(done.returncode == 74 and "cannot write the output" in done.stderr, label, done.returncode, done.stderr)
        acknowledged.append(label)
    elif done.stderr:  # else the fault was in the call that would have told it
        explained(done, 74, label)
        draft = recover_path(done)
        check(draft.read_text() == f"{label}\nwhat was said\n", label, "the draft holds", draft.read_text())
        home.must("log", "--recover", str(draft))
        acknowledged.append(label)
        check(not draft.exists(), label, "the draft is still there")
    there = home.whole()
    check(sorted(there) == sorted(acknowledged), label, "lost:", set(acknowledged) - set(there), "or new:",
          set(there) - set(acknowledged))


def test_write(program, top):
    need("strace")
    failed = 0
    for first in (True, False):  # in an empty home, which gets its key and its team, and in one that is in use
        home = Home.fresh(program, f"{top}/{first}")
        acknowledged = []
        if not first:
            home.must("log", "-s", "Before", "-m", "what was said")
            acknowledged = ["Before"]
        template = home.copy(f"{top}/template")
        for label, done, _ in faults(home, "log", lambda _: None, lambda l: ["log", "-s", l, "-m", "what was said"]):
            failed += done.returncode != 0
            check_log(home, label, done, acknowledged)
            if first or len(acknowledged) > 40:  # a few pages each time
                home, acknowledged = template.copy(home.top), acknowledged[:not first]
    check(failed > 50, f"only {failed} calls failed")
    print(f"{failed} failures, nothing lost")


def test_send(program, top):
    need("strace")
    home = Home.fresh(program, top + "/home")
    failed = 0
    for label, done, hit in faults(home, "send", lambda l: home.must("log", "-s", l, "-q"), lambda _: ["sync", "--send"]):
        check(done.returncode in (0, 74, 75), label, "ended with", done.returncode, done.stderr)
        if done.returncode and done.stderr:
            explained(done, done.returncode, label)
        failed += done.returncode != 0
        check(not list(home.group.glob(".*")), label, "left half a mail:", list(home.group.glob(".*")))
        home.whole()
        waiting = json.loads(home.must("outbox", "--json"))
        check(hit or not waiting, label, "left mails:", waiting)
        for row in waiting:
            check(row["state"] in ("queued", "retry", "sending", "unknown"), label, "left", row)
            if row["state"] == "retry":
                home.must("outbox", "retry", str(row["n"]))
        home.must("sync", "--send")
    check_each_mailed_once(home)
    check(failed > 20, f"only {failed} calls failed")
    print(f"{failed} failures, each mail sent once")


def fill(folder):
    """Takes all room; gives the file that does."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return filler


def test_disk(program, top):
    if not os.environ.get(INSIDE):
        need("unshare")
        inside = f'mount -t tmpfs -o size=1m none "{top}" && exec "$@"'
        command = ["unshare", "-rm", "sh", "-c", inside, "sh"]
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
            skip("no file system can be mounted here, not even in a name space of its own")
        done = subprocess.run([*command, sys.executable, __file__, program, "disk"], check=False, timeout=500,
                              env={**os.environ, INSIDE: top})
        sys.exit(done.returncode)
    disk = Path(os.environ[INSIDE])
    home = Home.fresh(program, disk / "top")
    home.must("log", "-s", "Before", "-m", "what was said")
    acknowledged, refused = ["Before"], 0
    filler = fill(disk)
    check("Before" in home.must("search", "said"), "search finds nothing on a full disk")
    for page in range(MOST):
        label = f"page {page}"
        done = home.run("log", "-s", label, "-m", TEXT)
        if done.returncode == 0:
            acknowledged.append(label)
        else:
            refused += 1
            check_refused(home, done, label)
        there = home.subjects()
        check(sorted(there) == sorted(acknowledged), label, "there is", there)
        size = filler.stat().st_size - 4096
        if size < 0 or len(acknowledged) > 5:
            break
        os.truncate(filler, size)
    check(refused > 5 and len(acknowledged) > 5, f"{refused} refused, {len(acknowledged)} taken: proves nothing")
    # A mail that finds no room waits for the next time.
    filler.unlink()
    filler = fill(disk)
    done = home.run("sync", "--send")
    check(done.returncode in (74, 75), "sync on a full disk:", done.returncode, done.stderr)
    check(not list(home.group.glob("*")), "half a mail:", list(home.group.glob("*")))
    filler.unlink()
    for row in json.loads(home.must("outbox", "--json")):
        if row["state"] == "retry":
            home.must("outbox", "retry", str(row["n"]))
    home.must("sync", "--send")
    check(sorted(home.whole()) == sorted(acknowledged), "afterwards there is", home.subjects())
    check_each_mailed_once(home)
    print(f"{refused} refused for want of room, nothing lost")


def check_refused(home, done, label):
    """A refusal names the draft; where there is no room even for that, there is not half a draft."""
    explained(done, 74, label)
    drafts = list(home.drafts.glob("*"))
    if drafts:
        check(drafts == [recover_path(done)], label, "drafts:", drafts)
        check(drafts[0].read_text() == f"{label}\n{TEXT}\n", label, "the draft holds", drafts[0].read_text())
        drafts[0].unlink()


def main():
    program, what = sys.argv[1:]
    if os.environ.get(INSIDE):
        return test_disk(program, None)
    with tempfile.TemporaryDirectory(prefix="dsupport-full-") as top:
        {"write": test_write, "send": test_send, "disk": test_disk}[what](program, top)


main()
