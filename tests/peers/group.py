"""The Group and its people, for a test: the servers of group_peer.py and dovecot_peer.py over the same mailboxes."""
import email
import email.policy
import re
import smtplib
import time

import group_peer
import peers

ADDRESS = group_peer.GROUP
FOOTER = group_peer.FOOTER


class Group:
    """Members (who log in) at example.org, clients at client.test and strict.test; see group_peer.py."""

    def __init__(self, directory, authority, members=("ada", "bo"), clients=("jo", "alice"), gmail=False, life=120):
        self.directory, self.authority = directory, authority
        self.members, self.clients, self.gmail, self.life = members, clients, gmail, life
        self.mail = self.imap = None

    def start(self):
        cert, key = self.authority.certificate()
        common = ["--cert", cert, "--key", key, "--life", self.life]
        people = [word for name in self.members for word in ("--member", name)]
        people += [word for name in self.clients for word in ("--client", name)]
        users = [word for name in (*self.members, *self.clients) for word in ("--user", f"{name}:pw-{name}")]
        self.mail = peers.Server("group_peer.py", self.directory, *common, *people,
                                 *(["--gmail"] if self.gmail else []))
        try:
            self.imap = peers.Server("dovecot_peer.py", self._beside("imap"), *common, *users, "--all",
                                     group_peer.ALL_MAIL, "--boxes", self.directory / "mail")
        except BaseException:
            self.mail.stop()
            raise
        return self

    def stop(self):
        for server in (self.mail, self.imap):
            server.stop()

    def _beside(self, name):
        return self.directory.with_name(f"{self.directory.name}-{name}")

    def settings(self, name, starttls=False):
        """The configuration of a member's machine, as environment variables."""
        secret = self._beside(name + ".password")
        secret.touch(0o600)
        secret.write_text(f"pw-{name}\n")
        out = {"ME_HANDLE": name, "ME_NAME": name.capitalize(), "ME_EMAIL": f"{name}@example.org",
               "GROUP_ADDRESS": ADDRESS}
        ports = {"smtp": self.mail.ready["starttls" if starttls else "implicit"],
                 "imap": self.imap.ready["imap" if starttls else "imaps"]}
        for protocol, port in ports.items():
            out.update({f"{protocol.upper()}_{key}": value for key, value in {
                "URL": f"{protocol}{'' if starttls else 's'}://127.0.0.1:{port}",
                "USER": f"{name}@example.org", "PASSWORD_FILE": str(secret),
                "CA_FILE": str(self.authority.ca)}.items()})
        return {"DSUPPORT_" + key: value for key, value in out.items()}

    def token(self, name):
        """What logs a member in at both servers instead of the password."""
        lines = (self.directory / "tokens").read_text().splitlines()
        return dict(line.split(": ") for line in lines)[name]

    def deliver(self, mail, to=(ADDRESS,), sender=None):
        """A mail from outside, as bytes with LF or CRLF, whose From is its sender unless another is given."""
        if sender is None:
            sender = email.message_from_bytes(mail, policy=email.policy.default)["From"].addresses[0].addr_spec
        with smtplib.SMTP("127.0.0.1", self.mail.ready["outside"], "client.test", timeout=20) as server:
            server.sendmail(sender, list(to), re.sub(rb"(?<!\r)\n", b"\r\n", mail))

    def raw_mailbox(self, name):
        """The mails of a person as they lie there, oldest first."""
        def age(path):
            return [int(part) for part in re.match(r"(\d+)\.M(\d+)P", path.name).groups()]

        while True:
            box = group_peer.mailbox(self.directory, name)
            files = sorted((path for part in ("new", "cur") for path in (box / part).glob("*")), key=age)
            try:
                return [path.read_bytes() for path in files]
            except FileNotFoundError:
                pass  # dovecot has just moved one from new to cur

    def mailbox(self, name):
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw_mailbox(name)]

    def wait_for(self, name, predicate, timeout=20):
        """The first mail in a person's mailbox that fits."""
        end = time.monotonic() + timeout
        while True:
            box = self.mailbox(name)
            found = next((mail for mail in box if predicate(mail)), None)
            if found is not None:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"no such mail for {name}, only {[str(mail['Subject']) for mail in box]}\n"
                                     + (self.directory / "log" / "main").read_text())
            time.sleep(0.05)
