"""Fetching mail from a production IMAP server: everything that is there comes as it is, and nothing there changes."""
import imaplib
import signal
import ssl
import time

from peers import CuttingProxy, DovecotPeer, PeerTest, main


def mail(number, body=b"One line.\n", extra=b""):
    return b"Message-ID: <m%d@example.org>\nSubject: mail %d\n%s\n%s" % (number, number, extra, body)


def on_the_wire(content):
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class ImapTest(PeerTest):
    def server(self, cert=None, **options):
        return self.open(DovecotPeer, self.dir / f"imap{len(list(self.dir.glob('imap*')))}",
                         cert or self.authority.certificate(), **options)

    def other_client(self, server):
        context = ssl.create_default_context(cafile=str(self.authority.ca))
        client = imaplib.IMAP4_SSL("127.0.0.1", server.ready["imaps"], ssl_context=context, timeout=30)
        self.addCleanup(client.logout)
        client.login("ann", "right")
        return client


class Login(ImapTest):
    def test_password_and_token(self):
        server = self.server()
        token, expired = server.ready["token"], server.ready["expired"]
        for url in (server.imaps, server.imap):
            for secret, good in (({}, True), ({"password": "wrong"}, False), ({"password": "", "token": token}, True),
                                 ({"password": "", "token": expired}, False)):
                with self.subTest(url=url, **secret):
                    answer = self.fetcher(url, **secret).call("open")
                    if good:
                        self.assertEqual(answer["name"], "INBOX")
                    else:
                        self.assertEqual((answer["error"], answer["message"], answer["cause"]),
                                         ("refused", "the mail server does not let us in", "Authentication failed."))

    def test_the_other_token_mechanism(self):
        server = self.server(mechanisms="xoauth2")
        token, expired = server.ready["token"], server.ready["expired"]
        self.assertEqual(self.fetcher(server.imaps, password="", token=token).call("open")["exists"], 0)
        self.assertEqual(self.fetcher(server.imaps, password="", token=expired).call("open")["error"], "refused")
        self.assertEqual(self.fetcher(server.imaps).call("open")["error"], "refused")
        self.assertIn("method=XOAUTH2", (server.directory / "log").read_text())

    def test_a_certificate_that_proves_nothing(self):
        for name, options, ca in (("late", {"days": "-1"}, None), ("other", {"host": "DNS:elsewhere.example.org"}, None),
                                  ("foreign", {}, "/etc/ssl/certs/ca-certificates.crt")):
            with self.subTest(name):
                server = self.server(self.authority.certificate(name, **options))
                for url in (server.imaps, server.imap):
                    answer = self.fetcher(url, **({"ca": ca} if ca else {})).call("open")
                    self.assertEqual((answer["error"], answer["message"]),
                                     ("refused", "the mail server does not prove who it is"))
                self.assertNotIn("user=<ann>", (server.directory / "log").read_text())
                server.stop()

    def test_a_server_that_is_busy_or_gone(self):
        server = self.server(per_user=1)
        first = self.fetcher(server.imaps)
        self.assertEqual(first.call("open")["exists"], 0)
        busy = self.fetcher(server.imaps).call("open")
        self.assertEqual(busy["error"], "try_later")
        self.assertIn("Maximum number of connections", busy["cause"])
        server.stop()
        self.assertEqual(first.call("uids", after=0)["error"], "try_later")
        self.assertEqual(first.call("open")["error"], "try_later")


class Reading(ImapTest):
    def test_nothing_changes_on_the_server(self):
        server = self.server()
        files = [server.deliver(mail(n)) for n in range(3)]
        probe = self.fetcher(server.imaps)
        self.assertEqual(probe.call("open")["exists"], 3)
        uids = probe.call("uids", after=0)
        self.assertEqual(len(probe.call("ids", uids=uids)), 3)
        self.assertEqual(len(self.fetch(probe, uids=uids)[1]), 3)
        probe.stop()
        # Another client still finds them unseen and recent.
        client = self.other_client(server)
        client.select("INBOX", readonly=True)
        self.assertEqual(client.response("RECENT")[1], [b"3"])
        self.assertEqual(client.search(None, "UNSEEN")[1], [b"1 2 3"])
        self.assertEqual(set(server.doveadm("fetch", "-u", "ann", "flags", "all").split()), {"flags:", "\\Recent"})
        self.assertEqual({p.name.split(":")[0] for p in server.directory.glob("mail/*/*.test*")}, {p.name for p in files})

    def test_five_thousand(self):
        server = self.server()
        sent = [mail(n, b"Line %d.\n" % n * (n % 200)) for n in range(5000)]
        for content in sent:
            server.deliver(content, place="cur")
        probe = self.fetcher(server.imaps)
        self.assertEqual(probe.call("open", 120)["exists"], 5000)
        self.assertEqual(probe.call("uids", after=0), list(range(1, 5001)))
        batches, got = self.fetch(probe, 240, after=0)
        self.assertEqual([m["uid"] for batch in batches for m in batch], list(range(1, 5001)))
        self.assertLessEqual(max(len(batch) for batch in batches), 50)
        self.assertEqual(got, {n + 1: on_the_wire(content) for n, content in enumerate(sent)})
        listed = probe.call("ids", uids=list(range(1, 5001)))
        self.assertEqual([m["id"] for m in listed], [f"<m{n}@example.org>" for n in range(5000)])
        self.assertEqual([m["uid"] for m in listed], list(range(1, 5001)))
        # Where it was left off.
        server.deliver(mail(5000))
        self.assertEqual(probe.call("uids", after=4998), [4999, 5000, 5001])
        self.assertEqual(probe.call("uids", after=5001), [])

    def test_mails_that_look_like_something_else(self):
        server = self.server()
        odd = [
            mail(0, b"A004 OK done\nD4 OK FETCH completed.\n)\n* BYE\n* 3 FETCH (BODY[] {4}\n"),
            mail(1, b"a literal {31}\n{5}\n"),
            mail(2, "Grüße\n".encode() + bytes(range(1, 256)).replace(b"\r", b"") + b"\n"),
            mail(3, b""),
            mail(4, b".\n..\n.\n"),
            mail(5, b"no line end"),
            mail(6, b"x" * 100000 + b"\n"),
            b"Subject: no id and no body\n",
            b"Message-ID:\n <folded@example.org>\n\n",
            mail(9, b"y" * 76 + b"\n" * 1, b"X: a\\\"b\n"),
            mail(10, (b"z" * 99 + b"\n") * 300000),
        ]
        for content in odd:
            server.deliver(content, place="cur")
        probe = self.fetcher(server.imaps)
        probe.call("open")
        batches, got = self.fetch(probe, 120, after=0)
        self.assertEqual(got, {n + 1: on_the_wire(content) for n, content in enumerate(odd)})
        self.assertEqual({m["extent"] for batch in batches for m in batch}, {"whole"})
        self.assertEqual([(m["uid"], m["size"]) for batch in batches for m in batch],
                         [(n + 1, len(on_the_wire(content))) for n, content in enumerate(odd)])
        ids = [m["id"] for m in probe.call("ids", uids=sorted(got))]
        self.assertEqual(ids[7:9], ["", "<folded@example.org>"])

    def test_mails_above_the_limit(self):
        server = self.server()
        header = b"X-Long: " + b"a" * 300000 + b"\n"
        for content in (mail(0, b"b" * 99 + b"\n"), mail(1, (b"b" * 99 + b"\n") * 1000), mail(2, extra=header), mail(3)):
            server.deliver(content, place="cur")
        probe = self.fetcher(server.imaps, max_bytes=90000)
        probe.call("open")
        batches, got = self.fetch(probe, after=0)
        self.assertEqual([m["extent"] for m in batches[0]], ["whole", "header", "header", "whole"])
        self.assertEqual(got[2], b"Message-ID: <m1@example.org>\r\nSubject: mail 1\r\n\r\n")
        self.assertEqual(batches[0][1]["size"], len(got[2]) + 101000)
        self.assertEqual(got[3], on_the_wire(mail(2, extra=header))[:262144])
        self.assertEqual(got[4], on_the_wire(mail(3)))

    def test_mails_that_are_gone_or_damaged(self):
        server = self.server()
        files = [server.deliver(mail(n), place="cur") for n in range(4)]
        probe = self.fetcher(server.imaps)
        probe.call("open")
        self.assertEqual(probe.call("uids", after=0), [1, 2, 3, 4])
        files[1].unlink()
        self.assertEqual(sorted(self.fetch(probe, uids=[1, 2, 3, 4])[1]), [1, 3, 4])
        self.assertEqual([m["uid"] for m in probe.call("ids", uids=[1, 2, 3, 4])], [1, 3, 4])
        self.assertEqual(probe.call("uids", after=0), [1, 3, 4])
        # Over one that it cannot read itself this server hangs up; nothing of its batch is handed out.
        files[2].chmod(0)
        answer, got = self.fetch(probe, uids=[1, 3, 4])
        self.assertEqual((answer["error"], answer["message"]), ("try_later", "the mail server ends the connection"))
        self.assertEqual(got, {})

    def test_which_mailbox(self):
        server = self.server(all="Everything")
        server.deliver(mail(1), "Everything", "cur")
        self.assertEqual(self.fetcher(server.imaps).call("open")["name"], "Everything")
        self.assertEqual(self.fetcher(server.imaps, mailbox="\\ALL").call("open")["exists"], 1)
        self.assertEqual(self.fetcher(server.imaps, mailbox="INBOX").call("open")["exists"], 0)
        self.other_client(server).create('"&ANw-berblick &- mehr"')
        self.assertEqual(self.fetcher(server.imaps, mailbox="Überblick & mehr").call("open")["exists"], 0)
        none = self.fetcher(server.imaps, mailbox='no "such"').call("open")
        self.assertEqual((none["error"], none["message"], none["hint"]),
                         ("config", 'the mailbox "no \\"such\\"" cannot be opened', "dsupport config set imap.mailbox INBOX"))

    def test_a_mailbox_that_is_numbered_anew(self):
        server = self.server()
        for n in range(3):
            server.deliver(mail(n), place="cur")
        probe = self.fetcher(server.imaps)
        before = probe.call("open")["uidvalidity"]
        server.doveadm("mailbox", "update", "-u", "ann", "--uid-validity", str(before + 7), "INBOX")
        # Whoever has it open is told at the latest when asking.
        told = probe.call("uids", after=0)
        self.assertTrue(told == [1, 2, 3] or told["error"] == "try_later", told)
        self.assertEqual(probe.call("open")["uidvalidity"], before + 7)
        self.assertEqual(probe.call("uids", after=0), [1, 2, 3])


class Waiting(ImapTest):
    def test_a_delivery_wakes(self):
        server = self.server()
        server.deliver(mail(0))
        probe = self.fetcher(server.imaps)
        probe.call("open")
        self.assertIs(probe.call("wait", limit=1), False)
        probe.begin("wait", limit=3600)
        time.sleep(0.5)
        server.deliver(mail(1))
        self.assertIs(probe.end(60), True)
        # Until it is looked for, it is new.
        self.assertIs(probe.call("wait", limit=3600), True)
        self.assertEqual(probe.call("uids", after=1), [2])
        self.assertIs(probe.call("wait", limit=1), False)
        self.assertEqual(self.fetch(probe, uids=[2])[1], {2: on_the_wire(mail(1))})

    def test_an_interrupt_ends_it(self):
        server = self.server()
        probe = self.fetcher(server.imaps)
        probe.call("open")
        probe.begin("wait", limit=3600)
        time.sleep(0.3)
        probe.process.send_signal(signal.SIGINT)
        self.assertEqual(probe.end(30)["error"], "interrupted")
        self.assertEqual(probe.call("open")["error"], "interrupted")

    def test_a_server_that_goes_away(self):
        server = self.server()
        probe = self.fetcher(server.imaps)
        probe.call("open")
        probe.begin("wait", limit=3600)
        time.sleep(0.3)
        server.stop()
        self.assertEqual(probe.end(30)["error"], "try_later")


class Cut(ImapTest):
    def test_a_connection_that_ends_anywhere(self):
        server = self.server()
        sent = {n + 1: on_the_wire(mail(n, b"Line %d.\n" % n * (n % 30))) for n in range(120)}
        for content in sent.values():
            server.deliver(content, place="cur")
        proxy = self.open(CuttingProxy, server.ready["imaps"])
        probe = self.fetcher(f"imaps://127.0.0.1:{proxy.port}")
        self.assertEqual(probe.call("open")["exists"], 120)
        opened = proxy.passed
        self.assertEqual(self.fetch(probe, after=0)[1], sent)
        whole, saved = proxy.passed, set()
        varies = 1000  # handshakes are not always of the same length
        for after in range(50, whole - varies, whole // 70):
            with self.subTest(after=after):
                proxy.cut_next(after)
                answer = probe.call("open")
                if "error" in answer:
                    self.assertEqual(answer["error"], "try_later")
                    self.assertLessEqual(after, opened + varies)
                    continue
                answer, got = self.fetch(probe, after=0)
                self.assertEqual(answer["error"], "try_later")
                self.assertEqual(got, {uid: sent[uid] for uid in got})
                self.assertEqual(sorted(got), list(range(1, len(got) + 1)))
                saved.add(len(got))
        # Batches that were complete before the cut were handed out. Which of them a cut can find complete is up to the
        # server: it may answer two commands that it reads together only after the mails of both.
        self.assertLessEqual(saved, {0, 50, 100})
        self.assertGreater(max(saved), 0)


if __name__ == "__main__":
    main()
