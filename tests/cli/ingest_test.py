#!/usr/bin/env python3
"""Takes mails in through the real program, in every form and order, and looks whether the tickets are the same.

    ingest_test.py PROGRAM forms|deaths|together|pipes|real
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mailboxes
from home import Home, check, need, skip

SEPARATOR = b"From mboxrd@z "
GROUP = "support@example.org"


def founded(program, top):
    """A home that knows its group, to be copied: all copies have the same key and team."""
    home = Home.fresh(program, top / "base")
    home.must("log", "-q", "-s", "First call", "-m", "The line is dead.")
    return home


def ingest(home, *sources, typed=None):
    """What `ingest --json` says."""
    done = home.run("ingest", "--json", *map(str, sources)) if typed is None else piped(home, typed)
    check(done.returncode == 0, f"ingest {sources}: {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def piped(home, mail):
    return subprocess.run([home.program, "ingest", "--json", "-"], env=home.env, input=mail, capture_output=True, timeout=120, check=False)


def state(home, every=1):
    """What must be the same of two homes that have seen the same: mails, list, tickets, digest."""
    out = subprocess.run([home.program, "export", "-"], env=home.env, capture_output=True, timeout=300, check=True).stdout
    listed = json.loads(home.must("list", "--all", "--limit", "0", "--json"))
    shown = {t["code"]: home.must("show", t["code"], "--json") for t in sorted(listed, key=lambda t: t["id"])[::every]}
    digest = json.loads(home.must("status", "--json"))["state_digest"]
    return {"mails": out[out.find(SEPARATOR):] if SEPARATOR in out else b"", "list": listed, "show": shown, "digest": digest}


def check_same(what, got, wanted):
    for part in ("digest", "list", "show", "mails"):
        if got[part] == wanted[part]:
            continue
        if isinstance(wanted[part], dict):
            differ = [key for key in wanted[part] if got[part].get(key) != wanted[part][key]]
            sys.exit(f"{what}: {part} differs in {len(differ)}: {got[part].get(differ[0])} is not {wanted[part][differ[0]]}")
        if isinstance(wanted[part], bytes):
            at = next((i for i, (a, b) in enumerate(zip(got[part], wanted[part])) if a != b), -1)
            sys.exit(f"{what}: {part} differ at {at}: {len(got[part])}, {len(wanted[part])} bytes: "
                     f"{got[part][at - 200:at + 50]} is not {wanted[part][at - 200:at + 50]}")
        differ = [(a, b) for a, b in zip(got[part], wanted[part]) if a != b] if isinstance(wanted[part], list) else [(got[part], wanted[part])]
        sys.exit(f"{what}: {part} differs: {len(got[part])}, {len(wanted[part])}: {differ[:1]}")


def check_whole(home):
    """The stored state is what a fold of everything gives."""
    check(json.loads(home.must("rebuild", "--json"))["equal"] is True, "rebuild found another state")


def check_forms(top, base, mails, every=1):
    """Gives the state of a home that took all of them in from one mbox."""
    mailboxes.write_mbox(top / "box", mails)
    home = base.copy(top / "straight")
    first = ingest(home, top / "box")
    check(first["read"] == len(mails), "read:", first["read"], "of", len(mails))
    check(all(r["reason"] for r in first["refused"]), "refused without a reason:", first["refused"])
    wanted = state(home, every)
    again = ingest(home, top / "box")
    check(again["added"] == 0 and again["events"] == 0 and again["new_tickets"] == 0, "a second run added something:", again)
    check_same("after a second run", state(home, every), wanted)
    check_whole(home)

    places = mailboxes.scattered(top, mails)
    other = base.copy(top / "scattered")
    report = ingest(other, *places)
    check(report["added"] == first["added"], "scattered:", report["added"], "were new of", first["added"])
    check_same("scattered and doubled", state(other, every), wanted)
    check_whole(other)
    return home, first, wanted


def check_requesters(wanted, groups):
    for ticket in wanted["list"]:
        check(not any(group in json.dumps(ticket["requester"]).lower() for group in groups), "the group asks:", ticket)


def check_export(top, home, wanted, every=1):
    """Everything as one file, and back in a home that is new."""
    home.must("export", "-q", str(top / "all"))
    other = Home.fresh(home.program, top / "other")
    other.must("import", "-q", str(top / "all"))
    check_same("imported", state(other, every), wanted)
    check_whole(other)


def forms(program, top):
    mails = mailboxes.every_kind()
    home, report, wanted = check_forms(top, founded(program, top), mails)
    check(len(report["refused"]) == 1 and report["added"] == len(mails) - 5, "taken:", report)
    check_requesters(wanted, [GROUP])
    check_export(top, home, wanted)
    single = founded(program, top / "single")
    for mail in mails:
        ingest(single, typed=mail)
    listed = [[t["subject"], t["requester"]] for t in json.loads(single.must("list", "--all", "--limit", "0", "--json"))]
    check(sorted(listed, key=str) == sorted(([t["subject"], t["requester"]] for t in wanted["list"]), key=str), "one by one:", listed)
    print(f"{len(mails)} mails, {report['new_tickets']} new tickets, the same in every form and order")


def deaths(program, top):
    need("strace")
    mails = mailboxes.many(900)
    # The smaller copies, as they came straight, take the place of some.
    mails += [mail.replace(b"Return-Path: <desk+bounces@example.org>\n", b"") for mail in mails[::9]]
    mailboxes.write_mbox(top / "box", mails)
    base = founded(program, top)
    whole = base.copy(top / "whole")
    ingest(whole, top / "box")
    wanted, killed = state(whole, 20), 0
    for call in ("pwrite64", "fdatasync", "fsync", "openat", "read", "mmap"):
        n = 1
        while True:
            home = base.copy(top / "killed")
            done, hit = home.struck(call, "signal=KILL", n, "ingest", "-q", str(top / "box"))
            killed += done.returncode != 0
            if n % 2:  # what a home is like right after it
                check_whole(home)
            ingest(home, top / "box")
            check_same(f"killed at {call} {n}", state(home, 20), wanted)
            if not hit:
                break
            n = n * 2 + 1
    check(killed > 12, f"only {killed} points of death")
    print(f"{killed} points of death, then the same state")


def together(program, top):
    mails = mailboxes.many(900)
    mailboxes.write_mbox(top / "box", mails)
    base = founded(program, top)
    alone = base.copy(top / "alone")
    ingest(alone, top / "box")
    home = base.copy(top / "shared")
    running = [subprocess.Popen([program, "ingest", "--json", str(top / "box")], env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
               for _ in range(3)]
    reports = []
    for process in running:
        out, err = process.communicate(timeout=300)
        check(process.returncode == 0, f"one of three ended with {process.returncode}: {err}")
        reports.append(json.loads(out))
    check(sum(r["added"] for r in reports) == len(mails), "added by all together:", [r["added"] for r in reports])
    check_same("three at once", state(home, 20), state(alone, 20))
    check_whole(home)
    print("three at once: nothing lost, nothing twice")


def pipes(program, top):
    """One mail as procmail and as a `.forward` hand it over."""
    home = founded(program, top)
    mail = mailboxes.one(1).as_bytes()
    forwarded = subprocess.run(["/bin/sh", "-c", f"exec {program} ingest -q -"], input=b"From jo@client.example Thu Jan  1 00:00:00 2026\n" + mail,
                               env=home.env, capture_output=True, timeout=60, check=False)
    check(forwarded.returncode == 0 and not forwarded.stdout, "as .forward:", forwarded)
    need("procmail")
    rules = top / "rules"
    variables = "".join(f'{name}="{value}"\n' for name, value in home.env.items())
    rules.write_text(f"{variables}SHELL=/bin/sh\nLOGFILE={top}/log\nDEFAULT={top}/left\n:0 w\n| {program} ingest -q -\n")
    for number, left in ((2, False), (2, False), (3, False)):
        done = subprocess.run(["procmail", "-m", str(rules)], input=mailboxes.one(number, f"Case {number}").as_bytes(), timeout=60, check=False)
        check(done.returncode == 0, "procmail:", done.returncode)
        check((top / "left").exists() == left, "procmail kept the mail itself:", (top / "log").read_text())
    check(sorted(home.subjects()) == ["Case 2", "Case 3", "First call", "Portal down"], "tickets:", home.subjects())
    # A home that cannot be written to: procmail sees it, and keeps the mail.
    rules.write_text(rules.read_text().replace(home.env["DSUPPORT_HOME"], "/dev/null/home"))
    subprocess.run(["procmail", "-m", str(rules)], input=mail, timeout=60, check=False)
    check((top / "left").exists(), "a failure was not seen by procmail")
    print("delivered by procmail and by a pipe")


def real(program, top):
    root = os.environ.get("DSUPPORT_SUITES")
    folder = (Path(root) if root else Path(__file__).resolve().parents[3] / "shared" / "data") / "group"
    if not folder.is_dir():
        skip(f"{folder} is not there; DSUPPORT_SUITES names the folder with the suites")
    need("zstd")
    for box in sorted(folder.glob("*.mbox.zst")):
        room = top / box.name
        room.mkdir()
        unpacked = subprocess.run(["zstd", "-dc", "--long=27"], input=box.read_bytes(), capture_output=True, check=True).stdout
        mails = mailboxes.split_mbox(unpacked)
        home, report, wanted = check_forms(room, founded(program, room), mails, every=25)
        check(not report["refused"], "refused:", report["refused"])
        groups = {address.decode().lower() for mail in mails for line in mail.split(b"\n\n", 1)[0].splitlines()
                  if line.lower().startswith((b"list-post:", b"x-beenthere:")) for address in re.findall(rb"[^\s<>:]+@[^\s<>?,]+", line)}
        check(groups, "no group in", box.name)
        check_requesters(wanted, groups)
        check_export(room, home, wanted, every=25)
        print(f"{box.name}: {len(mails)} mails, {report['added']} kept, {report['new_tickets']} tickets", flush=True)
        shutil.rmtree(room)


def main():
    program, what = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="dsupport-ingest-") as top:
        {"forms": forms, "deaths": deaths, "together": together, "pipes": pipes, "real": real}[what](program, Path(top))


main()
