#!/usr/bin/python3
"""The program itself against a real submission server: what is queued arrives once, and every failure leaves the
outbox in the state that lets the next sync do the right thing."""
import base64
import email
import email.policy
import json
import pathlib
import re

import peers

START = "2026-11-24T09:00:00Z"


def events_of(raw):
    """The ids by which a mail's events can be told apart: (machine, number in its chain)."""
    block = re.search(rb"-----BEGIN DSUPPORT EVENTS v1-----\r?\n(.*?)-----END", raw, re.S)
    data = base64.b64decode(block.group(1))
    size = int.from_bytes(data[:4], "big")
    place, found = 4 + size + 64, []
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        header = json.loads(data[place + 4:place + 4 + size])
        place += 4 + size + 64
        body = int.from_bytes(data[place:place + 4], "big")
        place += 4 + (0 if body == 0xFFFFFFFF else body)
        found.append((header["rep"], header["seq"]))
    return found


class Home:
    """A sealed home whose mail goes to one server."""

    def __init__(self, directory, url, ca, password="right"):
        self.directory = pathlib.Path(directory)
        (self.directory / "home").mkdir(parents=True)
        secret = self.directory / "password"
        secret.write_text(password + "\n")
        secret.chmod(0o600)
        (self.directory / "home" / "config.toml").write_text(f"""
[me]
handle = "ann"
name = "Ann Lee"
email = "ann@example.org"
[group]
address = "support@example.org"
[smtp]
url = "{url}"
user = "ann"
password_file = "{secret}"
ca_file = "{ca}"
""")
        self.now = START

    def run(self, *words, status=0):
        return peers.dsupport(self.directory, *words, status=status, DSUPPORT_TEST_NOW=self.now)

    def outbox(self):
        rows = json.loads(self.run("outbox", "--all", "--json").stdout)
        return [(row["state"], row["attempts"]) for row in rows if row["n"] is not None]


class Sync(peers.PeerTest):
    def home(self, peer, **options):
        return Home(self.dir / "machine", peer.url, options.pop("ca", self.authority.ca), **options)

    def test_a_day_of_mails_arrives_once_and_readable(self):
        peer = self.peer()
        home = self.home(peer)
        home.run("log", "-s", "Portal down — überall", "-m", "Error 500.\nSince nine.", "--from",
                 "Jo Client <jo@client.example>", "--phone", "+442071234567")
        home.run("escalate", "@", "-m", "database")
        home.run("take", "@")
        home.run("sync", "--send")
        home.run("close", "@", "--as", "fixed", "-m", "restarted")
        home.run("sync", "--send")
        home.run("sync", "--send")
        self.assertEqual(home.outbox(), [("sent", 1)] * 3)
        call, notice, closing = [email.message_from_bytes(raw, policy=email.policy.default) for _, raw in peer.kept()]
        self.assertRegex(call["Subject"], r"^Portal down — überall \[\w{3}-\w{3}\]$")
        self.assertEqual(call["Reply-To"], "Jo Client <jo@client.example>, support@example.org")
        self.assertIsNone(call["Auto-Submitted"])
        self.assertIn("+442071234567", call.get_body().get_content())
        self.assertIn("Since nine.", call.get_body().get_content())
        for mail in (notice, closing):
            self.assertEqual(mail["In-Reply-To"], call["Message-ID"])
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertEqual(mail["Subject"], "Re: " + call["Subject"])
        self.assertIn("closed it as fixed", closing.get_body().get_content())
        carried = [event for _, raw in peer.kept() for event in events_of(raw)]
        self.assertEqual(len(carried), len(set(carried)), "no event is mailed twice")
        self.assertEqual({seq for _, seq in carried}, set(range(1, len(carried) + 1)), "none is left out")
        self.assertEqual({tuple(envelope["to"]) for envelope, _ in peer.kept()}, {("support@example.org",)})

    def test_many_calls_share_one_connection(self):
        peer = self.peer()
        home = self.home(peer)
        for n in range(20):
            home.run("log", "-s", f"call {n}")
        home.run("sync", "--send")
        self.assertEqual(len(peer.kept()), 20)
        self.assertEqual(len(peer.log("connection")), 1)

    def test_a_temporary_refusal_is_tried_again_when_it_is_due(self):
        peer = self.peer()
        home = self.home(peer)
        home.run("log", "-s", "x")
        peer.fail({"at": "body", "do": "reply", "say": "452 4.3.1 full", "times": 1})
        self.assertIn("452", home.run("sync", "--send", status=75).stderr)
        self.assertEqual(home.outbox(), [("retry", 1)])
        home.run("sync", "--send", status=75)
        self.assertEqual(peer.kept(), [], "not due yet")
        home.now = "2026-11-24T09:02:00Z"
        home.run("sync", "--send")
        self.assertEqual(home.outbox(), [("sent", 2)])
        self.assertEqual(len(peer.kept()), 1)

    def test_a_refusal_for_good_is_told_and_the_events_go_with_the_next_mail(self):
        peer = self.peer()
        home = self.home(peer)
        home.run("log", "-s", "x")
        peer.fail({"at": "rcpt", "do": "reply", "say": "550 5.1.1 no such group", "times": 1})
        self.assertIn("no such group", home.run("sync", "--send", status=69).stderr)
        self.assertEqual(home.outbox(), [("failed", 1)])
        home.run("take", "@")
        home.run("sync", "--send")
        # The call's own event only travels again with its letter.
        self.assertEqual([len(peer.kept()), home.outbox()], [1, [("failed", 1), ("sent", 1)]])
        home.run("outbox", "retry", "1")
        home.run("sync", "--send")
        self.assertEqual(len(peer.kept()), 2)

    def test_a_wrong_password_stops_the_queue_and_burns_no_attempt(self):
        peer = self.peer()
        home = self.home(peer, password="wrong")
        home.run("log", "-s", "x")
        for _ in range(2):
            home.run("sync", "--send", status=69)
        self.assertEqual(home.outbox(), [("retry", 0)])
        home.run("log", "-s", "work goes on")

    def test_an_unknown_authority_stops_the_queue(self):
        peer = self.peer()
        home = self.home(peer, ca=peers.Authority(self.dir / "other").ca)
        home.run("log", "-s", "x")
        home.run("sync", "--send", status=69)
        self.assertEqual((home.outbox(), peer.kept()), ([("retry", 0)], []))

    def test_a_lost_answer_is_sent_again_later_under_the_same_id(self):
        peer = self.peer()
        home = self.home(peer)
        home.run("log", "-s", "x")
        peer.fail({"at": "stored", "do": "drop", "times": 1})
        home.run("sync", "--send", status=75)
        self.assertEqual(home.outbox(), [("unknown", 1)])
        home.run("sync", "--send", status=75)
        self.assertEqual(len(peer.kept()), 1, "not before a quarter of an hour")
        home.now = "2026-11-24T09:16:00Z"
        home.run("sync", "--send")
        first, second = (raw for _, raw in peer.kept())
        self.assertEqual(first, second)

    def test_no_server_at_all_is_tried_again(self):
        peer = self.peer()
        home = self.home(peer)
        home.run("log", "-s", "x")
        peer.stop()
        home.run("sync", "--send", status=75)
        self.assertEqual(home.outbox(), [("retry", 1)])


if __name__ == "__main__":
    peers.main()
