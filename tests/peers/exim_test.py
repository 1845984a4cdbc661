#!/usr/bin/python3
"""The SMTP carrier against a server that real mail goes through: exim."""
import time

import peers

GROUP = "support@example.org"


class Exim(peers.PeerTest):
    def setUp(self):
        super().setUp()
        cert, key = self.authority.certificate()
        self.exim = self.open(peers.Server, "exim_peer.py", self.dir / "exim", "--cert", cert, "--key", key)
        self.tls = f"smtps://127.0.0.1:{self.exim.ready['implicit']}"
        self.starttls = f"smtp://127.0.0.1:{self.exim.ready['starttls']}"

    def delivered(self, count):
        """The mails in the Maildir once there are `count` of them: exim delivers after it has accepted."""
        box = self.exim.directory / "mail" / "new"
        end = time.monotonic() + 30
        while time.monotonic() < end:
            files = list(box.glob("*")) if box.is_dir() else []
            if len(files) >= count:
                break
            time.sleep(0.05)
        self.assertEqual(len(files), count)
        return [f.read_bytes() for f in files]

    def test_both_kinds_of_tls(self):
        body = b".\n..two\n" + b"a" * 990 + b"\n.end\n"
        mail = self.write("dots.eml", b"Subject: dots\r\n\r\n" + body.replace(b"\n", b"\r\n"))
        for url in (self.tls, self.starttls):
            [[reply]] = self.probe(url).send(mail, [GROUP])
            self.assertEqual((reply["delivery"], reply["code"]), ("sent", 250))
        for stored in self.delivered(2):
            self.assertEqual(stored.split(b"\n\n", 1)[1], body)
            self.assertIn(b"Envelope-to: " + GROUP.encode(), stored)

    def test_what_it_refuses(self):
        replies = self.probe(self.tls).send(self.mail, ["nobody@example.org", GROUP, "later@example.org"])[0]
        self.assertEqual([(r["delivery"], r["code"], r["text"]) for r in replies if r["to"] != GROUP],
                         [("refused", 550, "5.1.1 no such person"), ("retry", 451, "4.3.0 come back later")])
        self.assertEqual(replies[1]["delivery"], "sent")
        self.delivered(1)

    def test_too_big(self):
        big = self.write("big.eml", b"Subject: x\r\n\r\n" + b"line\r\n" * 20000)
        [[reply]] = self.probe(self.starttls).send(big, [GROUP])
        self.assertEqual((reply["delivery"], reply["code"]), ("refused", 552))

    def test_wrong_password(self):
        for url in (self.tls, self.starttls):
            [[reply]] = self.probe(url, password="wrong").send(self.mail, [GROUP])
            self.assertEqual((reply["delivery"], reply["code"]), ("stop", 535))

    def test_a_limit_of_mails_for_each_connection_costs_no_mail(self):
        replies = self.probe(self.tls).send(self.mail, [GROUP], repeat=45)
        self.assertEqual([r[0]["delivery"] for r in replies], ["sent"] * 45)
        self.delivered(45)
        log = (self.exim.directory / "log" / "main").read_text()
        # 20 mails each; the connections that exim_peer.py itself made to see whether exim answers say nothing.
        self.assertEqual(log.count("too many messages in one connection"), 2, log)


if __name__ == "__main__":
    peers.main()
