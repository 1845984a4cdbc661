"""An IMAP server that breaks the rules: an error that says so, in bounded time and memory, and never a wrong mail."""
import itertools
import pathlib
import re

from imap_script import GREETING, ImapScript
from peers import PeerTest, main

BODIES = b"UID FETCH 1:3 (BODY.PEEK[])"


def dripping(piece, times):
    return itertools.chain((piece for _ in range(times)), [b""])


class HostileTest(PeerTest):
    def script(self, cert=True, **options):
        return self.open(ImapScript, self.authority.certificate() if cert else None, **options)

    def run_against(self, server, **settings):
        """What fetching everything gives, and the mails that were handed out."""
        probe = self.fetcher(server.url, **{"reply_timeout": 2, **settings})
        opened = probe.call("open", 30)
        if "error" in opened:
            return opened, {}
        got = self.fetch(probe, 60, after=0)
        memory = int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{probe.process.pid}/status").read_text())[1])
        # Twice the longest line and what a sanitizer adds; the longest script here has 640 MB to say.
        self.assertLess(memory, 250000)
        return got

    def broken(self, says, cause, kind="bad_data", **settings):
        answer, got = self.run_against(self.script(says=says), **settings)
        self.assertEqual(answer["error"], kind, answer)
        self.assertIn(cause, answer["cause"])
        self.assertEqual(got, {})


class Answers(HostileTest):
    def test_the_script_itself_works(self):
        batches, got = self.run_against(self.script())
        self.assertEqual(got, {1: b"one", 2: b"two", 3: b"thr"})
        self.assertEqual([m["uid"] for m in batches[0]], [1, 2, 3])

    def test_garbage(self):
        for line, cause in (
            (b"HTTP/1.1 400 Bad Request\r\n", "a line that is no response"),
            (b"D999 OK done\r\n", "a command that was not given: D999"),
            (b"+ go on\r\n", "more of a command that is complete"),
            (b"* 1 FETCH (UID 1 BODY[] {3}\r\nonetwo)\r\n{tag} OK done\r\n", "a FETCH that says nothing"),
            (b"* 1 FETCH (UID 1 BODY[] {3}\r\none\r\n{tag} OK done\r\n", "a list without an end"),
            (b"* 1 FETCH (UID 0 BODY[] {3}\r\none)\r\n{tag} OK done\r\n", "a FETCH that says nothing"),
            (b"* 1 FETCH (UID 4294967296)\r\n", "a FETCH that says nothing"),
            (b"* 1 FETCH\r\n", "a FETCH that says nothing"),
            (bytes(range(256)) * 10, "a line that does not end"),
            (b"* 1 FETCH (UID 1 BODY[] {4294967295}\r\n", "4294967295 bytes at once are too many"),
            (b"* 1 FETCH (UID 1 BODY[] {99999999999999999999999}\r\n", "a { that announces nothing"),
            (b"* 1 FETCH " + b"(" * 1000 + b"\r\n", "lists within lists"),
            (b"* 1 FETCH (" + b"x " * 100000 + b")\r\n", "a response of too many pieces"),
        ):
            with self.subTest(line=line[:40]):
                self.broken({BODIES: line}, cause)

    def test_numbers_that_are_none(self):
        for line in (b"* ESEARCH (TAG \"x\") UID ALL 1:4294967295\r\n", b"* ESEARCH UID ALL 5:x\r\n", b"* SEARCH 1 two\r\n"):
            with self.subTest(line=line):
                self.broken({b"UID SEARCH": line + b"{tag} OK done\r\n"}, "numbers of mails that are none")
        self.broken({b"EXAMINE": b"* 3 EXISTS\r\n{tag} OK done\r\n"}, "how long the numbers of mails last")
        self.broken({b"EXAMINE": b"* OK [UIDVALIDITY 0] x\r\n{tag} OK done\r\n"}, "a number that is none")

    def test_without_an_end(self):
        self.broken({BODIES: dripping(b"x" * 65536, 10000)}, "a response without an end")
        self.broken({BODIES: dripping(b"* 9 FETCH (UID 9 BODY[] {65536}\r\n" + b"x" * 65536 + b")\r\n", 10)},
                    "closed", "try_later")

    def test_mails_that_nobody_asked_for(self):
        unasked = b"".join(b"* %d FETCH (UID %d BODY[] {3}\r\nbad)\r\n" % (n, n) for n in range(4, 1000))
        server = self.script(says={BODIES: unasked + b"* 2 FETCH (FLAGS (\\Seen) UID 2 BODY[] {3}\r\ntwo)\r\n{tag} OK done\r\n"})
        self.assertEqual(self.run_against(server)[1], {2: b"two"})
        many = (b"* 1 FETCH (UID %d BODY[] {1000000}\r\n" % n + b"x" * 1000000 + b")\r\n" for n in range(1, 41))
        self.broken({b"UID SEARCH": b"* SEARCH " + b" ".join(b"%d" % n for n in range(1, 41)) + b"\r\n{tag} OK done\r\n",
                     b"UID FETCH 1:40 (RFC822.SIZE)": itertools.chain(many, [b"{tag} OK done\r\n"])},
                    "more than it announced", max_bytes=1000)

    def test_silence_and_farewells(self):
        answer, got = self.run_against(self.script(says={BODIES: b"* 1 FETCH (UID 1 BODY[] {3}\r\non"}))
        self.assertEqual((answer["error"], answer["cause"]), ("try_later", "not a byte for 2 seconds"))
        self.assertEqual(got, {})
        self.broken({BODIES: b"* BYE [UNAVAILABLE] going down\r\n"}, "going down", "try_later")
        self.broken({BODIES: b"{tag} NO [LIMIT] too much today\r\n"}, "too much today", "try_later")
        self.broken({b"EXAMINE": b"{tag} NO [INUSE] wait\r\n"}, "wait", "try_later")
        self.broken({b"UID SEARCH": b"{tag} BAD no such command\r\n"}, "no such command", "try_later")


class Before(HostileTest):
    """What goes wrong before there is a login."""

    def test_greetings(self):
        for greeting, kind in ((b"HTTP/1.1 400 Bad Request\r\n\r\n", "try_later"), (b"* BYE too busy\r\n", "try_later"),
                               (b"", "try_later"), (b"* OK " + b"x" * 1000000 + b"\r\n", "try_later")):
            with self.subTest(greeting=greeting[:20]):
                answer, _ = self.run_against(self.script(greeting=greeting), connect_timeout=3)
                self.assertEqual(answer["error"], kind, answer)

    def test_a_server_that_repeats_the_password(self):
        for said in (b"{tag} NO not with right or AGFubgByaWdodA==\r\n", b"* BYE you said right AGFubgByaWdodA==\r\n"):
            answer, _ = self.run_against(self.script(says={b"AUTHENTICATE": said}))
            self.assertNotIn("right", str(answer))
            self.assertNotIn("AGFubgByaWdodA", str(answer))
            self.assertIn("***", answer["cause"])

    def test_nothing_is_said_without_tls(self):
        for greeting, capabilities in ((GREETING, b"IMAP4rev1 AUTH=PLAIN SASL-IR"),
                                       (b"* PREAUTH welcome\r\n", b"IMAP4rev1"),
                                       (GREETING, b"IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR")):
            for answer in (b"{tag} BAD no\r\n", b"{tag} OK go on\r\n* OK x\r\n", b"{tag} OK go on\r\nA003 OK in\r\n"):
                with self.subTest(greeting=greeting, capabilities=capabilities, answer=answer):
                    server = self.script(cert=False, greeting=greeting, says={
                        b"CAPABILITY": b"* CAPABILITY " + capabilities + b"\r\n{tag} OK done\r\n", b"STARTTLS": answer})
                    error, _ = self.run_against(server, connect_timeout=3)
                    self.assertIn(error["error"], ("refused", "bad_data"), error)
                    self.assertFalse([l for l in server.heard if b"AUTH" in l or b"LOGIN" in l or b"EXAMINE" in l])


if __name__ == "__main__":
    main()
