"""Many mails over one connection, to a server on this machine that takes everything."""

import pathlib
import shutil
import smtplib
import ssl
import sys
import time

from measure import Command, run

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "peers"))
from peers import Authority, Missing, SmtpPeer  # noqa: E402


def measure(report, homes, count, work):
    what = f"{count} mails"
    if not shutil.which("openssl"):
        report.row(what, {}, "skipped: openssl is not installed")
        return
    authority = Authority(work / "tls")
    try:
        peer = SmtpPeer(work / "peer", authority.certificate(), life=600)
    except Missing:
        report.row(what, {}, "skipped: python3-aiosmtpd is not installed")
        return
    try:
        if not homes.home(count).exists():
            homes.fill(count)
        (work / "password").write_text("right\n")
        (work / "password").chmod(0o600)
        command = homes.dsupport(count, "sync", "--send", "--quiet")
        settings = {"DSUPPORT_ME_EMAIL": "ada@team.example", "DSUPPORT_SMTP_URL": peer.url, "DSUPPORT_SMTP_USER": "ann",
                    "DSUPPORT_SMTP_PER_5_MINUTES": "0",
                    "DSUPPORT_SMTP_CA_FILE": str(authority.ca), "DSUPPORT_SMTP_PASSWORD_FILE": str(work / "password")}
        start = time.perf_counter()
        run(Command(command.argv, command.env | settings))
        ours = time.perf_counter() - start
        kept = peer.kept()
        connections = len(peer.log("connect"))
        floor = bare_client(peer, authority, [mail for _, mail in kept])
        report.times(what, {"dsupport": ours, "floor": floor})
        report.row("", {}, f"{len(kept)} mails kept by the server, {connections} connection(s)")
    finally:
        peer.stop()


def bare_client(peer, authority, mails):
    start = time.perf_counter()
    with smtplib.SMTP_SSL("127.0.0.1", peer.ready["port"], context=ssl.create_default_context(cafile=authority.ca)) as client:
        client.login("ann", "right")
        for mail in mails:
            client.sendmail("ada@team.example", ["support@team.example"], mail)
    return time.perf_counter() - start
