#!/usr/bin/python3
"""Mails made to cost time or memory: each is read or refused with a reason, within the same bounds, and nothing breaks.

A reason is all that is lost: what is refused is kept as it came. Needs no suite.
"""
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

SECONDS = 60  # of a processor, on a slow one, without optimisation
MEMORY = 512 << 20  # of address space, with the program and its libraries
MIB = 1 << 20

HEADER = b"From: a@b.c\nTo: d@e.f\nSubject: x\nMessage-ID: <1@b.c>\nDate: Tue, 24 Nov 2026 09:00:00 +0000\n"
MIXED = HEADER + b"Content-Type: multipart/mixed; boundary=b\n\n"
DIGEST = HEADER + b"Content-Type: multipart/digest; boundary=b\n\n"
HTML = HEADER + b"Content-Type: text/html\n\n"
MESSAGE = b"--b\nContent-Type: message/rfc822\n\n"
ARMOUR = b"-----BEGIN DSUPPORT EVENTS v1-----\n"


def nested(levels, kind=b"mixed"):
    return HEADER + b"".join(b'Content-Type: multipart/%s; boundary="b%d"\n\n--b%d\n' % (kind, i, i) for i in range(levels)) + b"\nend\n"


def to(value):
    return HEADER.replace(b"d@e.f", value) + b"\n"


def names(count):
    return [b"%x" % i for i in range(0x1000, 0x1000 + count)]


# name: (mail, why it is refused, or None)
MAILS = {
    "100,000 multiparts in each other": (lambda: nested(100_000), "too many parts"),
    "499 multiparts in each other": (lambda: nested(499), "nested too deeply"),
    "31 alternatives in each other": (lambda: nested(31, b"alternative"), None),
    "100,000 parts": (lambda: MIXED + b"--b\n\nx\n" * 100_000, "too many parts"),
    "498 parts": (lambda: MIXED + b"--b\n\nx\n" * 498, None),
    "49,000 lines that may be boundaries": (lambda: MIXED + b"--\n" * 49_000 + b"x", None),
    "50 MB": (lambda: HEADER + b"\n" + b"y" * 50_000_000, "larger than 40 MiB"),
    "a header of 50 MB": (lambda: HEADER + b"X-A: " + b"y" * 50_000_000 + b"\n\n", "larger than 40 MiB"),
    "a header of 39 MB": (lambda: HEADER + b"a:\n" * 13_000_000 + b"\n", "larger than 256 KiB"),
    "a header of 250 KB": (lambda: HEADER + b"a:\n" * 80_000 + b"\n", None),
    "20,000 fields To": (lambda: HEADER + b"To: a@b\n" * 20_000 + b"\n", None),
    "a part's header of 39 MB": (lambda: MIXED + b"--b\n" + b"a:\n" * 13_000_000 + b"\nx\n--b--\n", "too many parts"),
    "a part's header in one field": (lambda: MIXED + b"--b\nX-A: " + b"y\n " * 12_000_000 + b"\nx\n--b--\n", None),
    "an attached mail's header of 39 MB": (lambda: MIXED + MESSAGE + b"a:\n" * 13_000_000, "too many parts"),
    "a digest's mail's header of 39 MB": (lambda: DIGEST + b"--b\nX-A: x\n\n" + b"a:\n" * 13_000_000, "too many parts"),
    "480 attached mails": (lambda: MIXED + (MESSAGE + b"Subject: x\n\nbody\n") * 480 + b"y" * 38_000_000, None),
    "100,000 groups of addresses": (lambda: to(b"a:" * 100_000), "too many groups"),
    "100,000 groups in an attached mail": (lambda: MIXED + MESSAGE + b"TO : x\n " + b"a:\n " * 100_000 + b"\n\nx", "too many groups"),
    "100,000 groups in a field of a list": (lambda: HEADER + b"X-Original-From: " + b"a:" * 100_000 + b"\n\n", None),
    "500 groups of addresses": (lambda: to(b"a:" * 499), None),
    "100,000 comments in each other": (lambda: to(b"(" * 100_000 + b")" * 100_000 + b"a@b.c"), None),
    "20,000 addresses": (lambda: to(b", ".join([b'"x" <a@b.c>'] * 20_000)), None),
    "brackets": (lambda: to(b"<" * 200_000), None),
    "17,000 encoded words": (lambda: HEADER.replace(b"Subject: ", b"Subject: " + b"=?utf-8?q?x?= " * 17_000) + b"\n", None),
    "encoded words that are none": (lambda: HEADER.replace(b"Subject: ", b"Subject: " + b"=?a?q?" * 40_000) + b"\n", None),
    "40,000 references": (lambda: HEADER + b"References: " + b"<a@b> " * 40_000 + b"\n\n", None),
    "references of brackets": (lambda: HEADER + b"References: " + b"<" * 250_000 + b"\n\n", None),
    "references of open comments": (lambda: HEADER + b"References: " + b'(")' * 80_000 + b"\n\n", None),
    "a file name in 1,700 pieces, often": (lambda: MIXED + b"".join(
        b"--b\nContent-Disposition: attachment; " + b"".join(b"f*%d*=x;" % i for i in range(1700)) + b"\n\nx\n"
        for _ in range(490)), None),
    "a type of 20 KB": (lambda: HEADER + b"Content-Type: text/plain; n=" + b"x" * 20_000 + b"\n\nx", "too long"),
    "HTML, 800,000 open elements": (lambda: HTML + b"<div>" * 800_000, None),
    "HTML, 39 MB": (lambda: HTML + b"<p>x" * 9_700_000, None),
    "HTML, 500,000 attributes": (lambda: HTML + b"<a " + b" ".join(names(500_000)) + b">x</a>", None),
    "HTML, 300,000 attributes without spaces": (lambda: HTML + b"<a " + b"".join(n + b'="1"' for n in names(300_000)) + b">x</a>", None),
    "HTML, 1,500 attributes, often": (lambda: HTML + (b"<a " + b" ".join(names(1500)) + b">x</a>") * 550, None),
    "HTML, an element that never ends": (lambda: HTML + b'<a href="' + b"x" * 4_000_000, None),
    "HTML, comments in comments": (lambda: HTML + b"<!--" * 1_000_000, None),
    "HTML, open brackets": (lambda: HTML + b"<" * 4_000_000, None),
    "HTML, instructions": (lambda: HTML + b"<?" * 2_000_000, None),
    "HTML, quotes in quotes": (lambda: HTML + b"<blockquote>" * 390 + b"<br>x" * 700_000, None),
    "HTML, entities": (lambda: HTML + b"&#x41;&amp;&bad;" * 250_000, None),
    "600,000 footers": (lambda: HEADER + b"\n" + b"-- \nYou received this message because you are subscribed to x\n\n" * 600_000, None),
    "600,000 footers in quoted-printable": (lambda: HEADER + b"Content-Transfer-Encoding: quoted-printable\n\n" +
                                            b"-- \nYou received this message because you are subscribed to x\n\n" * 600_000, None),
    "armour that only begins": (lambda: HEADER + b"\n" + ARMOUR * 1_000_000, None),
    "armour without content": (lambda: HEADER + b"\n" + (ARMOUR + b"AAAA\n" + ARMOUR.replace(b"BEGIN", b"END")) * 500_000, None),
    "hyphens and spaces": (lambda: HEADER + b"\n" + (b"----" + b" " * 1000) * 39_000, None),
    "halves of UTF-16": (lambda: HEADER + b"Content-Type: text/plain; charset=utf-16\n\n" + b"\xd8\x00" * 19_000_000, None),
    "escapes of ISO-2022-JP": (lambda: HEADER + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b" * 9_000_000, None),
    "600,000 recipients of a report": (lambda: 
        HEADER + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\nContent-Type: message/delivery-status\n\n" + b"Final-Recipient: rfc822; a@b\nAction: failed\n\n" * 600_000, None),
    "uuencode that only begins": (lambda: HEADER + b"Content-Transfer-Encoding: x-uuencode\n\n" + b"begin 644 x\n" * 3_000_000, None),
    "nothing": (lambda: b"", "no header field"),
    "no header": (lambda: b"\n\nx", "no header field"),
    "not a mail": (lambda: bytes(range(256)) * 1000, "no header field"),
}


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    probe = [pathlib.Path(os.environ["DSUPPORT_PROBES"]) / "mail_probe", os.environ["DSUPPORT_MODULES"], "count"]
    bad, most = 0, (0, "")
    with tempfile.TemporaryDirectory(prefix="dsupport-suites-") as directory:
        path = pathlib.Path(directory) / "mail.eml"
        for name, (make, reason) in MAILS.items():
            mail = make()
            path.write_bytes(mail)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([*probe, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  preexec_fn=bounded, timeout=300, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            most = max(most, (seconds, name))
            said = re.sub(r"\s+", " ", done.stderr).strip()
            counts = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
            good = counts.get("mails", 0) == (1 if mail else 0) and \
                (reason in said if reason and mail else not counts.get("refused", 0))
            bad += not good
            if not good or "-v" in sys.argv:
                print(f"{name}: {seconds:.1f} s, exit {done.returncode}; {said[:200]}", flush=True)
    print(f"{len(MAILS)} checked, {bad} found; the longest took {most[0]:.1f} s: {most[1]}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
