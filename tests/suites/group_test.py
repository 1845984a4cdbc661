#!/usr/bin/python3
"""Two real mailboxes of mail groups: everything is read, nobody is taken for somebody else, and the threads are those of
a real IMAP server."""
import email.parser
import imaplib
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile

import suites

sys.path.insert(0, str(suites.HERE.parent / "peers"))
import peers  # noqa: E402


SUITE = suites.folder("group")


def split(mbox):
    """The mails of an mboxrd, by the rule of that format: every line that begins with `From ` is a separator."""
    mails = re.split(rb"(?m)^From [^\n]*\n", mbox)[1:]
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", m[:-1] if m.endswith(b"\n\n") else m) for m in mails]


def header_of(mail):
    return email.parser.BytesHeaderParser().parsebytes(re.split(rb"\r?\n\r?\n", mail, maxsplit=1)[0] + b"\n\n")


def machine_said(header):
    return [v for v in header.get_all("Auto-Submitted", []) if v.split(";")[0].strip().lower() != "no"]


def other_signs(header):
    """Signs beside those of lists by which a mail may say that no person wrote it; answers may have a subject that does."""
    names = ("Return-Path", "Precedence", "X-Autoreply", "X-Autorespond", "X-Spam-Flag", "X-Spam-Status")
    said = " ".join(f"{v}" for n in names for v in header.get_all(n, [])).lower()
    return header.get_content_type() == "multipart/report" or "mailer-daemon" in str(header.get("From", "")).lower() or \
        re.search(r"<>|auto.?reply|yes", said) or header.get("In-Reply-To")


def check_people(report, name, mails, listed):
    for i, (mail, got) in enumerate(zip(mails, listed)):
        header = header_of(mail)
        group = {a.lower() for f in ("X-BeenThere", "List-Post") for v in header.get_all(f, []) for a in re.findall(r"[^\s<>:]+@[^\s<>?]+", v)}
        report.same(f"{name}-{i}", "author", False, got["author"].lower() in group or "@" not in got["author"])
        if machine_said(header):
            report.same(f"{name}-{i}", "machine", True, got["verdict"] in ("machine", "generated", "bounce"))
        elif not other_signs(header):
            report.same(f"{name}-{i}", "human", "human", got["verdict"])


class Dovecot:
    """The mails of one mailbox on a server of the test's own, numbered from 0."""

    def __init__(self, directory, mails):
        box = directory / "boxes" / "ann"
        for folder in ("cur", "new", "tmp"):
            (box / folder).mkdir(parents=True)
        for i, mail in enumerate(mails):
            (box / "cur" / f"{1600000000 + i}.m{i}.test:2,").write_bytes(mail)
        directory.chmod(0o755)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", "nobody", directory / "boxes"], check=True)
        self.box = box
        authority = peers.Authority(directory / "tls")
        certificate = authority.certificate()
        self.server = peers.Server("dovecot_peer.py", directory / "dovecot", "--cert", certificate[0], "--key", certificate[1],
                                   "--user", "ann:secret", "--boxes", directory / "boxes", "--life", "300")
        self.context = ssl.create_default_context(cafile=authority.ca)

    def threads(self):
        """Lists of numbers: the threads by THREAD=REFS, as Dovecot documents it: by ids alone, without subjects."""
        with imaplib.IMAP4_SSL("127.0.0.1", self.server.ready["imaps"], ssl_context=self.context) as imap:
            imap.login("ann", "secret")
            imap.select("INBOX", readonly=True)
            answer = imap.uid("THREAD", "REFS", "UTF-8", "ALL")[1][0].decode()
        number = {}
        for line in (self.box / "dovecot-uidlist").read_text().splitlines()[1:]:
            uid, found = line.split(" ")[0], re.search(r"\.m(\d+)\.test", line)
            number[int(uid)] = int(found[1])
        out, depth = [], 0
        for token in re.findall(r"[()]|\d+", answer):
            if token == "(":
                out.extend([[]] if depth == 0 else [])
                depth += 1
            elif token == ")":
                depth -= 1
            else:
                out[-1].append(number[int(token)])
        return out


def first_of_thread(threads):
    """mail -> the first mail of its thread."""
    return {i: min(thread) for thread in threads for i in thread}


def check_threads(report, name, directory, mails, listed):
    server = Dovecot(directory, mails)
    try:
        theirs = first_of_thread(server.threads())
    finally:
        server.server.stop()
    by_root = {}
    for i, mail in enumerate(listed):
        by_root.setdefault(mail["root"], []).append(i)
    ours = first_of_thread(by_root.values())
    for i in range(len(mails)):
        report.same(f"{name}-{i}", "thread", theirs.get(i), ours[i])
    print(f"{name}: {len(by_root)} threads")


def main():
    if not shutil.which("zstd"):
        print("zstd is not installed")
        sys.exit(suites.SKIP)
    report = suites.Report("group")
    with tempfile.TemporaryDirectory(prefix="dsupport-suites-") as top:
        for archive in sorted(SUITE.glob("*.mbox.zst")):
            os.chmod(top, 0o755)  # the server is not root
            directory = pathlib.Path(top) / archive.name.split(".")[0]
            directory.mkdir()
            box = directory / "box"
            with open(box, "wb") as out:
                subprocess.run(["zstd", "-dqc", "--long=27", archive], stdout=out, check=True, timeout=120)
            mails = split(box.read_bytes())
            name = directory.name
            listed = suites.probe("list", box)[0]
            report.same(name, "size", len(mails), len(listed))
            counts = suites.probe("count", box)[0]
            report.same(name, "refused", 0, counts["refused"])
            report.same(name, "author_is_list", 0, counts["author_is_list"])
            check_people(report, name, mails, listed)
            check_threads(report, name, directory, mails, listed)
    report.finish()


if __name__ == "__main__":
    os.umask(0o022)
    try:
        main()
    except peers.Missing as missing:
        print(f"{missing}: what it needs is not installed")
        sys.exit(suites.SKIP)
