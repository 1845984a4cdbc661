"""Fetching a mailbox from a production IMAP server on this machine, beside mbsync."""

import pathlib
import random
import shutil
import sys

from measure import Command, median_times

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from peers import Authority, DovecotPeer, Missing  # noqa: E402

# What mbsync does for safety is left out on both sides: the bytes reach the system, nobody waits for the disk.
MBSYNC = """
FSync no

IMAPAccount test
Host localhost
Port {port}
User ann
Pass right
SSLType IMAPS
SystemCertificates no
CertificateFile {ca}

IMAPStore far
Account test

MaildirStore near
Path {work}/pulled/
Inbox {work}/pulled/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState {work}/state/
"""


def fill(peer, count):
    """Mails as a support list has them: most of some KiB, a few with an attachment."""
    chance = random.Random(1)
    words = [bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(500)]
    for n in range(count):
        lines = chance.randint(5, 120) if n % 20 else chance.randint(1000, 5000)
        body = b"".join(b" ".join(chance.choices(words, k=9)) + b"\n" for _ in range(lines))
        peer.deliver(b"From: a@client.example\nMessage-ID: <%d@client.example>\nSubject: mail %d\n\n%s" % (n, n, body), place="cur")


def shell(script, *arguments):
    return Command(["/bin/sh", "-c", script, "sh", *map(str, arguments)], {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"})


def measure(report, build, count, rounds, work):
    what = f"fetch {count}"
    if not shutil.which("openssl"):
        report.row(what, {}, "skipped: openssl is not installed")
        return
    authority = Authority(work / "tls")
    try:
        peer = DovecotPeer(work / "imap", authority.certificate(), life=1800)
    except Missing:
        report.row(what, {}, "skipped: dovecot-imapd is not installed")
        return
    try:
        fill(peer, count)
        calls = work / "calls"
        calls.write_text('{"url":"%s","user":"ann","password":"right","ca":"%s","mailbox":"INBOX"}\n{"do":"open"}\n'
                         '{"do":"fetch","after":0,"save":"%s"}\n' % (peer.imaps, authority.ca, work / "saved"))
        candidates = {"dsupport": shell('rm -rf "$1"; mkdir "$1"; exec "$2" "$3" < "$4"', work / "saved",
                                        build / "tests/peers/fetch_probe", build / "lib/dsupport", calls)}
        if shutil.which("mbsync"):
            config = work / "mbsyncrc"
            config.write_text(MBSYNC.format(port=peer.ready["imaps"], ca=authority.ca, work=work))
            candidates["mbsync"] = shell('rm -rf "$1/pulled" "$1/state"; mkdir "$1/pulled" "$1/state"; exec mbsync -q -c "$2" all',
                                         work, config)
        report.times(what, median_times(candidates, rounds))
        saved = len(list((work / "saved").iterdir()))
        pulled = len(list((work / "pulled").glob("INBOX/*/*:*")) if "mbsync" in candidates else [])
        report.row("", {}, f"{saved} mails saved, {pulled} by mbsync")
    finally:
        peer.stop()
