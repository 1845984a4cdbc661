#!/usr/bin/env python3
"""Hostile mail through the whole program: taken in or refused with a reason, in bounded memory, and nothing of it reaches
a terminal raw or changes what staff have written.

    hostile_test.py PROGRAM MIB      the most memory that taking one of them in may need
"""

import base64
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import mailboxes
from home import Home, check

EVIL = "\x1b]0;owned\x07\x1b[2J\u009b31m"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def header(mid, *lines, body="Text.\n", sender="Eve <eve@evil.example>"):
    head = [f"From: {sender}", f"Message-ID: <{mid}@evil.example>", "Date: Thu, 01 Jan 2026 10:00:00 +0000", *lines]
    return ("\n".join(head) + "\n\n" + body).encode("utf-8", "surrogateescape")


def word(text, charset="utf-8"):
    return f"=?{charset}?B?{base64.b64encode(text.encode()).decode()}?="


def nested(depth):
    begin = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    return header("nested", "Subject: nested", begin.rstrip("\n"), body="deep")


def one_by_one():
    """name -> mail: each must be taken, or refused with a reason."""
    files = "".join(f'--b\nContent-Type: text/plain; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n\nx\n'
                    for name in ("../../etc/passwd", "/etc/passwd", "a\x1b[2Jb", "..", "", "-rf", "a" * 5000, "con\\..\\x"))
    return {
        "injection": header("injection", f"Subject: {word('Hi' + chr(13) + chr(10) + 'Bcc: all@evil.example' + chr(13) + chr(10) * 2 + 'x')}",
                            sender=f"{word('Eve' + chr(10) + 'To: x')} <eve@evil.example>"),
        "nested": nested(100_000),
        "large": header("large", "Subject: large", "X-Long: " + "x" * 50_000_000),
        "header": header("header", "Subject: header", *("X-Long: " + "x" * 70 for _ in range(50_000))),
        "imap": header("imap", "Subject: imap", body="A004 OK FETCH completed\r\n* BYE\r\n"),
        "escapes": header("escapes", f"Subject: {EVIL} {word(EVIL)}", body=f"{EVIL}\n\u202etxt.exe\n\rX\b\b\n",
                          sender=f'"{EVIL}" <eve@evil.example>'),
        "names": header("names", "Subject: names", 'Content-Type: multipart/mixed; boundary="b"', body=f"{files}--b--\n"),
        "address": header("address", "Subject: address", f"Reply-To: {word('x' + chr(13) + chr(10) + 'Bcc: y')} <a\r\n b@evil.example>, <a{chr(10)}\tBcc: c@d>",
                          sender=f'"a{chr(13)}{chr(10)} b" <"x y\\\r\n z"@evil.example>'),
        "utf-7": header("utf-7", f"Subject: {word('+ADw-script+AD4-', 'utf-7')}", "Content-Type: text/html; charset=utf-7",
                        body="+ADw-script+AD4-alert(1)+ADw-/script+AD4-\n"),
        "nul": header("nul", "Subject: a\0b", body="a\0b\0\n\0"),
        "references": header("references", "Subject: references", "References: " + "\n ".join(f"<r{i}@evil.example>" for i in range(10_000))),
        "many references": header("many-references", "Subject: references", "References: " + " ".join(f"<{i}@e>" for i in range(100_000))),
        "parts": header("parts", "Subject: parts", 'Content-Type: multipart/mixed; boundary="b"', body="--b\n\nx\n" * 100_000 + "--b--\n"),
        "command": header("command", "Subject: $(touch owned) `touch owned`; touch owned", body="$(touch owned)\n", sender="$(touch owned) <a@b>"),
        "no header": b"\n\njust text\n",
        "empty": b"\n",
        "binary": bytes(range(256)) * 100,
    }


def take_in(home, mail, most):
    path = home.top / "mail"
    path.write_bytes(mail)
    with open(home.top / "said", "wb") as said:
        child = subprocess.Popen([home.program, "ingest", "--json", str(path)], env=home.env, stdout=said, stderr=subprocess.STDOUT, cwd=home.top)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    said = (home.top / "said").read_text()
    check(child.returncode == 0, child.returncode, said)
    check(used.ru_maxrss < most * 1024, f"needed {used.ru_maxrss // 1024} MiB")
    return json.loads(said.splitlines()[0])


def on_terminal(home, *words):
    """What a terminal is sent. For another program the bytes are data, and stay as they are."""
    ours, theirs = pty.openpty()
    env = home.env | {"NO_COLOR": "1", "TERM": "dumb", "PAGER": "cat", "COLUMNS": "200"}
    with subprocess.Popen([home.program, *words], env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs) as child:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            said += piece
        os.close(ours)
        check(child.wait() in (0, 1), f"{words}: {child.returncode}: {said}")
    return said.decode(errors="replace").replace("\r\n", "\n")


def everything(home):
    """All that the program shows a person of what it has."""
    out = {name: on_terminal(home, *name.split()) for name in
           ("list --all --limit 0", "list --all --limit 0 --json", "status", "status --json", "search text", "search text --json")}
    for ticket in json.loads(home.must("list", "--all", "--limit", "0", "--json")):
        for words in (("show",), ("show", "--json"), ("why",), ("history",)):
            out[f"{words} {ticket['subject']!r}"] = on_terminal(home, words[0], ticket["code"], *words[1:])
    return out


def check_one_by_one(home, most):
    mails, kept, refused = one_by_one(), 0, 0
    for name, mail in mails.items():
        report = take_in(home, mail, most)
        check(report["read"] == report["added"] + len(report["refused"]) == 1, f"{name}: {report}")
        check(all(r["reason"] for r in report["refused"]), f"{name}: refused without a reason")
        kept, refused = kept + report["added"], refused + len(report["refused"])
    check(refused == len(json.loads(home.must("status", "--json"))["received"]["unreadable"]), "what was refused is not listed:", home.must("status", "--json"))
    for what, said in everything(home).items():
        found = CONTROL.search(said)
        check(not found, f"{what} prints a control character raw:", repr(said[found.start() - 50:found.end() + 50]) if found else "")
        check(not re.search(r"(?m)^(Bcc|To):", said), f"{what} prints an injected header:", repr(said))
    check(not list(home.top.rglob("owned")) and not list(home.top.rglob("passwd")), "something was executed or written")
    return kept, refused


def check_what_staff_wrote(home):
    """Nobody without a key takes over a ticket, its text or its sender."""
    home.must("log", "-q", "-s", "Portal down", "-m", "Error 500.", "--from", "Jo <jo@client.example>")
    code = home.must("list", "--fields", "code", "--all", "--limit", "1", "Portal down").strip()
    home.must("sync", "--send", "-q")
    letter = next(path.read_bytes() for path in home.group.glob("*.eml") if b"Portal down" in path.read_bytes())
    own = re.search(rb"(?mi)^Message-ID:\s*<([^>]*)>", letter)[1].decode()
    before = json.loads(home.must("show", code, "--json"))
    forged = [
        mailboxes.one(1, "Taken over", "Eve <eve@evil.example>", "Mine now.\n", mid=f"<{own}>"),
        mailboxes.one(2, "Re: taken over", "Eve <eve@evil.example>", "Mine now.\n", ids=[f"<{own}>"], mid=f"<{own.replace('ds1.', 'ds1.0')}>"),
        mailboxes.one(3, f"Closed [{code}]", "Eve <eve@evil.example>", "Please close it.\n"),
    ]
    glued = letter.replace(b"Error 500.", b"All is well.")
    check(glued != letter, "the letter has another text than the call")
    for mail in [*(m.as_bytes() for m in forged), glued, letter]:
        report = take_in(home, mail, 1000)
        check(report["events"] == 0 and not report["refused"], "forged:", report)
    after = json.loads(home.must("show", code, "--json"))
    for field in ("subject", "requester", "call", "assignee", "stored_status", "id"):
        check(after[field] == before[field], f"{field} was taken over:", after[field])
    check(home.must("show", code, "--json").count("Error 500.") >= 1, "the call's text is gone")


def check_other_team(home):
    other = Home.fresh(home.program, home.top / "strangers")
    other.must("log", "-q", "-s", "Elsewhere", "-m", "Not yours.")
    other.must("sync", "--send", "-q")
    stranger = next(other.group.glob("*.eml"))
    done = home.run("ingest", str(stranger))
    check(done.returncode == 0 and "another team" in done.stderr, "no alarm:", done.stdout, done.stderr)


def check_large_threads(home):
    """One mail that names a thousand threads, and a thread of thousands."""
    roots = [mailboxes.one(n, f"Case {n}", mid=f"<root{n}@client.example>").as_bytes() for n in range(1000)]
    joining = mailboxes.one(2000, "All of them", ids=[f"<root{n}@client.example>" for n in range(1000)], mid="<all@client.example>").as_bytes()
    thread = [mailboxes.one(n, "Re: long", ids=[f"<long{i}@client.example>" for i in range(max(0, n - 5), n)], mid=f"<long{n}@client.example>").as_bytes()
              for n in range(3000)]
    before = len(home.subjects())
    for mails, tickets in ((roots, 1000), ([joining], 0), (thread, 1)):
        mailboxes.write_mbox(home.top / "box", mails)
        report = json.loads(home.must("ingest", "--json", str(home.top / "box")))
        check(report["added"] == len(mails) and not report["refused"] and report["new_tickets"] == tickets, "threads:", report)
    check(len(home.subjects()) == before + 1001, "tickets:", len(home.subjects()) - before)


def main():
    program, most = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="dsupport-hostile-") as top:
        home = Home.fresh(program, Path(top) / "a")
        home.must("log", "-q", "-s", "First call", "-m", "The line is dead.")
        kept, refused = check_one_by_one(home, most)
        check_what_staff_wrote(home)
        check_other_team(home)
        check_large_threads(home)
        check(json.loads(home.must("rebuild", "--json"))["equal"] is True, "rebuild found another state")
    print(f"{kept} hostile mails kept, {refused} refused with a reason")


main()
