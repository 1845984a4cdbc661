#!/usr/bin/env python3
"""Damages, locks and forbids the home, and looks whether the program says so, touches nothing and loses nothing.

    trouble_test.py PROGRAM lock|truncated|pages|newer|access
"""

import fcntl
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from home import Home, check, explained, recover_path, skip

READS = [["list"], ["show", "@", "--json"], ["search", "Ticket"], ["history", "@"], ["why", "@"], ["status"], ["outbox"],
         ["team", "show"], ["rota", "now"], ["export", "-"]]
WRITES = [["log", "-s", "More", "-m", "text"], ["note", "@", "-m", "text"], ["close", "@", "--as", "fixed", "-m", "done"],
          ["undo"], ["rebuild"], ["sync", "--send"]]
NOBODY = 65534
HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def filled(program, top, user=None):
    home = Home.fresh(program, top, user)
    for i in range(8):
        home.must("log", "-s", f"Ticket {i}", "-m", f"text {i} " + "long " * 400 * (i % 2), "-q")
    # The database is one file now, so that a copy of it is all there is.
    sqlite3.connect(home.database).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    check(not home.log.exists(), "the log beside the database is still there")
    return home


def with_log(whole, top):
    """A copy of the home with one ticket more, which is not in the database yet but in the log beside it."""
    home = whole.copy(top)
    home.must("log", "-s", "One more", "-m", "text", "-q")
    check(home.log.stat().st_size > 0, "there is no log beside the database")
    return home


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def each_refused(home, commands, code, what):
    """Every command ends with that status, and the file is the same afterwards, byte for byte."""
    before = digest(home.database)
    for words in commands:
        explained(home.run(*words), code, f"{what}: {' '.join(words)}")
        check(digest(home.database) == before, f"{what}: {' '.join(words)} changed the file")


def test_lock(program, top):
    """Another process writes: short waits are waited for, a long one is told; who reads is never stopped."""
    home = filled(program, top + "/home")

    def holder():
        process = subprocess.Popen([sys.executable, "-c", HOLDER, home.database], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        check(process.stdout.readline() == "held\n", "the lock was not taken")
        return process

    def log(subject):
        return subprocess.Popen([program, "log", "-s", subject, "-m", "typed while locked"], env=home.env, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    with holder() as other:
        waiting = log("Short")
        time.sleep(1)
        check(waiting.poll() is None, "it did not wait for the lock:", waiting.poll())
        other.stdin.close()
        out, err = waiting.communicate(timeout=60)
        check(waiting.returncode == 0 and "logged" in out, "after a short lock:", waiting.returncode, out, err)
    with holder() as other:
        waiting = log("Long")
        for words in READS:
            done = home.run(*words)
            check(done.returncode in (0, 1) and "locked" not in done.stderr, "a reader was stopped:", words, done.stderr)
        check(waiting.poll() is None, "the readers were too slow to prove anything")
        out, err = waiting.communicate(timeout=90)
        failed = subprocess.CompletedProcess([], waiting.returncode, out, err)
        explained(failed, 75, "log while the database is locked")
        other.stdin.close()
    home.must("log", "--recover", str(recover_path(failed)))
    check(not recover_path(failed).exists(), "the draft is still there")
    there = home.whole()
    check(there.count("Long") == 1 and there.count("Short") == 1 and len(there) == 10, "afterwards:", there)
    with open(home.database.parent / "sync.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        explained(home.run("sync", "--send"), 75, "sync while another sends")
    home.must("sync", "--send")


def test_truncated(program, top):
    whole = filled(program, top + "/whole")
    whole.must("export", top + "/backup")
    size = whole.database.stat().st_size
    for length in (0, 1, 20, 100, 512, 4095, 4096, size // 2 + 77, size - 4096, size - 1):
        home = whole.copy(top + "/cut")
        os.truncate(home.database, length)
        each_refused(home, READS + WRITES, 65, f"cut to {length} bytes")
    # The same with a log beside it, which has the first page.
    logged = with_log(whole, top + "/logged")
    for length in (0, 1, 20, 100, 4095, 4096, size // 2 + 77, size // 2 // 4096 * 4096):
        home = logged.copy(top + "/cut")
        os.truncate(home.database, length)
        each_refused(home, READS + WRITES, 65, f"with a log, cut to {length} bytes")
    # What the hint says brings everything back.
    home.database.rename(top + "/moved-away")
    explained(home.run("list"), 65, "a log without its database")
    explained(home.run("log", "-s", "Typed", "-m", "for nothing?"), 65, "a log without its database")
    home.log.rename(top + "/moved-away-wal")
    home.must("import", top + "/backup")
    check(sorted(home.whole()) == sorted(whole.subjects()), "the import of the export is not the same")
    home.must("log", "-s", "More", "-q")
    check(len(home.whole()) == len(whole.subjects()) + 1, "the home does not work after the import")


def test_pages(program, top):
    """A page of noise. A command that does not need it may work; one that writes never builds on it unseen."""
    whole = filled(program, top + "/whole")
    content = whole.database.read_bytes()
    noise = random.Random(1)
    pages = len(content) // 4096
    seen = 0
    for page in range(pages):
        damaged = content[:page * 4096] + noise.randbytes(4096) + content[(page + 1) * 4096:]
        for words in READS + WRITES:
            home = whole.copy(top + "/noise")
            home.database.write_bytes(damaged)
            what = f"noise in page {page + 1}: {' '.join(words)}"
            done = home.run(*words)
            if done.returncode in (0, 1) and words != ["rebuild"]:
                check(words in WRITES or home.database.read_bytes() == damaged, what, "changed the file")
                continue
            explained(done, 65, what)
            # A sync is several transactions: one that notices may stand behind one that was done.
            check(words == ["sync", "--send"] or home.database.read_bytes() == damaged, what, "changed the file")
            seen += 1
    check(seen > pages * 5, f"only {seen} commands noticed")
    home = whole.copy(top + "/noise")
    (home.database.parent / "search.db").write_bytes(noise.randbytes(5000))
    explained(home.run("search", "Ticket"), 65, "a damaged index")
    home.must("rebuild")
    check("Ticket 3" in home.must("search", "Ticket"), "rebuild did not make the index anew")


def test_newer(program, top):
    home = filled(program, top + "/home")
    db = sqlite3.connect(home.database)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute(f"PRAGMA user_version = {version + 1}")
    db.close()
    each_refused(home, READS + WRITES, 78, "a newer version")
    db = sqlite3.connect(home.database)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    check(len(home.whole()) == 8, "something was lost")


def other_user(program, top):
    """For root no file is forbidden, so the program runs as nobody then."""
    if os.getuid() != 0:
        return program, None
    os.chmod(top, 0o755)
    elsewhere = shutil.copy(program, top + "/dsupport")  # the build folder may be closed to nobody
    try:
        done = subprocess.run([elsewhere, "--home", top + "/none", "version"], user=NOBODY, group=NOBODY, extra_groups=[],
                              env={}, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        skip(f"the program cannot be run as another user: {error}")
    if done.returncode != 0:
        skip(f"the program cannot be run as another user: {done.stderr}")
    return elsewhere, NOBODY


def test_access(program, top):
    program, user = other_user(program, top)
    whole = filled(program, top + "/whole")
    data = "home/data"

    def case(modes, origin=whole):
        home = origin.copy(top + "/case")
        if user:
            for path in [home.top, *home.top.rglob("*")]:
                os.chown(path, user, user)
        home.user = user
        for name, mode in modes.items():
            os.chmod(home.top / name, mode)
        return home

    def reads_answer(home, what):
        check(len(home.subjects()) == 8, what, "list is not whole")
        check("Ticket 3" in home.must("search", "Ticket"), what, "search finds nothing")

    # A read-only home: it answers, and takes nothing.
    home = case({data + "/dsupport.db": 0o400, data: 0o500, "home": 0o500})
    reads_answer(home, "a read-only home:")
    explained(home.run("log", "-s", "Typed", "-m", "for nothing?"), 74, "a read-only home")
    home = case({data + "/dsupport.db": 0o400, data + "/dsupport.db-wal": 0o400, data + "/dsupport.db-shm": 0o400,
                 data: 0o500, "home": 0o500}, with_log(whole, top + "/logged"))
    check("One more" in home.subjects(), "a read-only home with a log: what is in the log is not shown")

    recovered = 0
    for what, modes, readable in [
            ("a read-only database", {data + "/dsupport.db": 0o400}, True),
            ("a read-only folder", {data: 0o500}, True),
            ("an unreadable database", {data + "/dsupport.db": 0}, False),
            ("an unreadable folder", {data: 0}, False),
            ("an unreadable key", {data + "/key": 0}, True)]:
        home = case(modes)
        if readable:
            reads_answer(home, what)
            # One that may not be written would stop the writers later.
            left = home.database.with_name("dsupport.db-shm")
            check(not left.exists() or left.stat().st_mode & 0o200, what, "left a -shm that nobody may write")
        else:
            explained(home.run("list"), 74, what + ": list")
        failed = home.run("log", "-s", "Typed", "-m", "for nothing?")
        explained(failed, 74, what)
        home.unlocked()
        home.must("log", "--recover", str(recover_path(failed)))
        check(sorted(home.whole())[-1] == "Typed" and len(home.subjects()) == 9, what, "afterwards:", home.subjects())
        recovered += 1
    check(recovered == 5, "not every case ran")
    home = case({"home/config.toml": 0})
    explained(home.run("list"), 78, "an unreadable configuration")
    print("as", "nobody" if user else "oneself")


def main():
    program, what = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="dsupport-trouble-") as top:
        {"lock": test_lock, "truncated": test_truncated, "pages": test_pages, "newer": test_newer,
         "access": test_access}[what](program, top)


main()
