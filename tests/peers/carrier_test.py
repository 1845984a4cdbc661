#!/usr/bin/python3
"""The SMTP carrier against a server that accepts, and one that fails at each step."""
import time

import peers

ADA, GROUP = "ada@client.org", "support@example.org"
BEFORE_THE_MAIL = ["connect", "ehlo", "auth", "mail", "rcpt", "data"]
AFTER_THE_MAIL = ["body", "stored"]
WHO = {"rcpt": {"to": GROUP}}


def verdicts(replies):
    return [(r["to"], r["delivery"], r["code"]) for r in replies]


class Accepting(peers.PeerTest):
    def test_implicit_tls_carries_every_byte(self):
        peer = self.peer()
        body = b"Subject: x\r\n\r\n.\r\n..two\r\n.three\r\n" + b"a" * 990 + b"\r\n.\r\nend\r\n"
        replies = self.probe(peer.url).send(self.write("dots.eml", body), [ADA, GROUP])
        self.assertEqual(replies, [[{"to": to, "delivery": "sent", "code": 250, "text": "2.0.0 kept as 1"}
                                    for to in (ADA, GROUP)]])
        [(envelope, kept)] = peer.kept()
        self.assertEqual(kept, body)
        self.assertEqual((envelope["from"], envelope["to"]), ("ann@example.org", [ADA, GROUP]))
        self.assertEqual((envelope["ehlo"], envelope["tls"]), ("desk.example.org", True))
        self.assertEqual([o.split("=")[0] for o in envelope["options"]], ["SIZE"])

    def test_starttls(self):
        peer = self.peer("starttls")
        [[reply]] = self.probe(peer.url).send(self.mail, [GROUP])
        self.assertEqual(reply["delivery"], "sent")
        self.assertTrue(peer.kept()[0][0]["tls"])

    def test_login_where_the_server_has_no_plain(self):
        peer = self.peer(mechanisms="LOGIN")
        self.assertEqual(self.probe(peer.url).send(self.mail, [GROUP])[0][0]["delivery"], "sent")

    def test_tokens(self):
        for mechanism in ("XOAUTH2", "OAUTHBEARER"):
            with self.subTest(mechanism):
                peer = self.peer(mechanisms=mechanism + ",PLAIN")
                [[reply]] = self.probe(peer.url, password="", token="good-token").send(self.mail, [GROUP])
                self.assertEqual(reply["delivery"], "sent")
                self.assertEqual([e["mechanism"] for e in peer.log("token")], [mechanism])

    def test_a_large_mail_full_of_dots_is_whole(self):
        peer = self.peer()
        body = b"Subject: x\r\n\r\n" + b".\r\n..\r\n.dot at the front\r\nnone\r\n" * 30000
        self.assertEqual(self.probe(peer.url).send(self.write("big.eml", body), [GROUP])[0][0]["delivery"], "sent")
        self.assertEqual(peer.kept()[0][1], body)

    def test_bare_line_feeds_cannot_end_a_mail(self):
        peer = self.peer()
        body = b"Subject: x\n\nfirst\n.\nMAIL FROM:<evil@x>\n"
        self.assertEqual(self.probe(peer.url).send(self.write("lf.eml", body), [GROUP])[0][0]["delivery"], "sent")
        self.assertEqual([k[1] for k in peer.kept()], [body.replace(b"\n", b"\r\n")])

    def test_a_thousand_mails_take_one_connection(self):
        peer = self.peer()
        replies = self.probe(peer.url).send(self.mail, [GROUP], repeat=1000)
        self.assertEqual({r[0]["delivery"] for r in replies}, {"sent"})
        self.assertEqual(len(peer.kept()), 1000)
        self.assertEqual(len(peer.log("connection")), 1)

    def test_a_server_that_ends_connections_costs_no_mail(self):
        peer = self.peer(per_connection=10)
        replies = self.probe(peer.url).send(self.mail, [GROUP], repeat=25)
        self.assertEqual([r[0]["delivery"] for r in replies], ["sent"] * 25)
        self.assertEqual((len(peer.kept()), len(peer.log("connection"))), (25, 3))

    def test_a_connection_lost_between_mails_costs_no_mail(self):
        peer = self.peer()
        probe = self.probe(peer.url)
        probe.send(self.mail, [GROUP])
        peer.fail({"at": "mail", "do": "drop", "times": 1})
        self.assertEqual(verdicts(probe.send(self.mail, [GROUP])[0]), [(GROUP, "sent", 250)])
        self.assertEqual((len(peer.kept()), len(peer.log("connection"))), (2, 2))


class Refusing(peers.PeerTest):
    def outcome(self, fault, tls="implicit", **settings):
        peer = self.peer(tls)
        peer.fail(fault)
        return peer, verdicts(self.probe(peer.url, **settings).send(self.mail, [ADA, GROUP])[0])

    def test_each_recipient_has_its_own_answer(self):
        for code, say, delivery in [(550, "5.1.1 no such user", "refused"), (551, "5.7.1 moved", "refused"),
                                    (451, "4.3.0 busy", "retry"), (450, "4.2.1 too fast", "pause"),
                                    (421, "4.3.2 closing", "retry")]:
            for refused, other in ((ADA, GROUP), (GROUP, ADA)):
                with self.subTest(code=code, refused=refused):
                    peer, got = self.outcome({"at": "rcpt", "to": refused, "do": "reply", "say": f"{code} {say}"})
                    self.assertEqual(sorted(got), sorted([(refused, delivery, code), (other, "sent", 250)]))
                    self.assertEqual([k[0]["to"] for k in peer.kept()], [[other]])

    def test_all_recipients_refused(self):
        peer = self.peer()
        peer.fail({"at": "rcpt", "to": ADA, "do": "reply", "say": "550-5.1.1 no\r\n550 5.1.1 such user"},
                  {"at": "rcpt", "to": GROUP, "do": "reply", "say": "452 4.2.2 full"})
        probe = self.probe(peer.url)
        [[first, second]] = probe.send(self.mail, [ADA, GROUP])
        self.assertEqual((first["delivery"], first["code"], first["text"]), ("refused", 550, "5.1.1 no such user"))
        self.assertEqual((second["delivery"], second["code"], second["text"]), ("retry", 452, "4.2.2 full"))
        peer.fail()
        self.assertEqual(verdicts(probe.send(self.mail, [GROUP])[0]), [(GROUP, "sent", 250)])

    def test_an_answer_that_counts_for_the_whole_mail(self):
        for at, say, delivery in [("connect", "421 4.3.2 busy", "retry"), ("connect", "554 5.7.1 blocked", "stop"),
                                  ("ehlo", "550 5.7.1 bad name", "stop"), ("auth", "454 4.3.0 later", "retry"),
                                  ("auth", "534 5.7.9 too weak", "stop"), ("mail", "452 4.3.1 no space", "retry"),
                                  ("mail", "550 5.4.5 daily limit", "pause"), ("mail", "530 5.7.0 log in", "stop"),
                                  ("mail", "553 5.1.8 not yours", "refused"), ("data", "451 4.3.0 later", "retry"),
                                  ("data", "554 5.5.1 no", "refused"), ("body", "451 4.7.0 too fast", "pause"),
                                  ("body", "452 4.3.1 full", "retry"), ("body", "550 5.7.1 spam", "refused"),
                                  ("body", "552 5.3.4 too big", "refused"), ("body", "421 4.3.2 closing", "retry")]:
            with self.subTest(at=at, say=say):
                peer, got = self.outcome({"at": at, "do": "reply", "say": say})
                code = int(say[:3])
                self.assertEqual(got, [(ADA, delivery, code), (GROUP, delivery, code)])
                self.assertEqual(peer.kept(), [])

    def test_the_server_learns_the_size_before_the_mail(self):
        peer = self.peer(max_size=20000)
        big = self.write("big.eml", b"Subject: x\r\n\r\n" + b"line\r\n" * 5000)
        probe = self.probe(peer.url)
        [[reply]] = probe.send(big, [GROUP])
        self.assertEqual((reply["delivery"], reply["code"]), ("refused", 552))
        self.assertEqual(peer.log("data"), [])
        self.assertEqual(probe.send(self.mail, [GROUP])[0][0]["delivery"], "sent")

    def test_wrong_password_and_wrong_token(self):
        for mechanism, settings in [("PLAIN", {"password": "wrong-password"}), ("LOGIN", {"password": "wrong-password"}),
                                    ("OAUTHBEARER", {"password": "", "token": "wrong-token"}),
                                    ("XOAUTH2", {"password": "", "token": "wrong-token"})]:
            with self.subTest(mechanism):
                peer = self.peer(mechanisms=mechanism)
                [[reply]] = self.probe(peer.url, **settings).send(self.mail, [GROUP])
                # libcurl hangs up on XOAUTH2's challenge without waiting for the final answer.
                self.assertEqual((reply["delivery"], reply["code"]), ("stop", 0 if mechanism == "XOAUTH2" else 535))
                self.assertRegex(reply["text"], "not accepted|Login denied")
                self.assertEqual(peer.log("mail"), [])

    def test_no_common_login(self):
        peer = self.peer(mechanisms="XOAUTH2")
        self.assertEqual(self.probe(peer.url).send(self.mail, [GROUP])[0][0]["delivery"], "stop")

    def test_a_server_that_repeats_credentials_does_not_spread_them(self):
        peer = self.peer()
        peer.fail({"at": "auth", "do": "reply", "say": "501 5.5.4 bad: AUTH {} right-password"})
        [[reply]] = self.probe(peer.url, password="right-password").send(self.mail, [GROUP])
        self.assertEqual((reply["delivery"], reply["text"]), ("stop", "5.5.4 bad: AUTH PLAIN *** ***"))

    def test_no_starttls_means_no_password(self):
        peer = self.peer("none")
        [[reply]] = self.probe(peer.url).send(self.mail, [GROUP])
        self.assertEqual((reply["delivery"], reply["code"]), ("stop", 0))
        self.assertIn("STARTTLS", reply["text"])
        self.assertEqual([e["step"] for e in peer.log()], ["connection", "connect", "ehlo"])

    def test_certificates(self):
        stranger = peers.Authority(self.dir / "stranger")
        cases = {"unknown authority": stranger.certificate(),
                 "other host": self.authority.certificate("other", host="DNS:elsewhere.org"),
                 "run out": self.authority.certificate("old", days="-1")}
        for name, cert in cases.items():
            for tls in ("implicit", "starttls"):
                with self.subTest(name, tls=tls):
                    peer = self.peer(tls, cert)
                    [[reply]] = self.probe(peer.url).send(self.mail, [GROUP])
                    self.assertEqual((reply["delivery"], reply["code"]), ("stop", 0))
                    self.assertEqual(peer.log("auth") + peer.log("mail"), [])

    def test_nobody_there(self):
        peer = self.peer()
        peer.stop()
        self.assertEqual(self.probe(peer.url).send(self.mail, [GROUP])[0][0]["delivery"], "retry")

    def test_addresses_that_would_be_commands(self):
        peer = self.peer()
        probe = self.probe(peer.url)
        evil = "a@b>\r\nRCPT TO:<evil@client.org"
        replies = probe.send(self.mail, [evil, GROUP, "two words@x.org"])[0]
        self.assertEqual([r["delivery"] for r in replies], ["refused", "sent", "refused"])
        self.assertEqual([r["delivery"] for r in probe.send(self.mail, [GROUP], sender=evil)[0]], ["refused"])
        self.assertEqual([k[0]["to"] for k in peer.kept()], [[GROUP]])

    def test_urls_that_are_none(self):
        for url in ("smtps://ann:hunter22@127.0.0.1:1", "http://127.0.0.1:1", "127.0.0.1:1", "smtps://127.0.0.1:1/x",
                    "smtps://127.0.0.1:1/?AUTH=hunter22", "smtps://ann;AUTH=hunter22@127.0.0.1:1", "::", ""):
            with self.subTest(url):
                process = peers.subprocess.run(
                    [peers.pathlib.Path(peers.setting("DSUPPORT_PROBES")) / "carrier_probe",
                     peers.setting("DSUPPORT_MODULES")], input=peers.json.dumps({"url": url}) + "\n",
                    capture_output=True, text=True, timeout=20, check=False)
                self.assertEqual(process.returncode, 1, process.stderr)
                self.assertNotIn("hunter22", process.stderr + process.stdout)


class Silent(peers.PeerTest):
    def outcome(self, fault, file=None):
        """Waits briefly only where the server is silent: a busy machine must not look like a broken one."""
        peer = self.peer()
        peer.fail(fault)
        silent = fault["do"] in ("silence", "stall")
        early = fault["at"] in ("connect", "ehlo", "auth")
        probe = self.probe(peer.url, connect_timeout=3 if silent and early else 30,
                           reply_timeout=3 if silent and not early else 30)
        started = time.monotonic()
        got = verdicts(probe.send(file or self.mail, [ADA, GROUP])[0])
        self.assertLess(time.monotonic() - started, 90)
        return peer, probe, got

    def check_retry_then_sent(self, fault):
        peer, probe, got = self.outcome(fault)
        self.assertEqual(got, [(ADA, "retry", 0), (GROUP, "retry", 0)])
        self.assertEqual(peer.kept(), [])
        peer.fail()
        for _ in range(5):
            got = verdicts(probe.send(self.mail, [GROUP])[0])
            if got != [(GROUP, "retry", 0)]:
                break
        self.assertEqual(got, [(GROUP, "sent", 250)])

    def test_a_connection_lost_before_the_mail_is_tried_again(self):
        for at in BEFORE_THE_MAIL:
            with self.subTest(at):
                self.check_retry_then_sent({"at": at, "do": "drop", **WHO.get(at, {})})

    def test_silence_before_the_mail_is_tried_again(self):
        for at in BEFORE_THE_MAIL:
            with self.subTest(at):
                self.check_retry_then_sent({"at": at, "do": "silence", **WHO.get(at, {})})

    def test_half_an_answer_before_the_mail_is_none(self):
        for at in BEFORE_THE_MAIL:
            with self.subTest(at):
                self.check_retry_then_sent({"at": at, "do": "part", "say": "250 2.0", **WHO.get(at, {})})

    def test_after_the_mail_nobody_knows(self):
        for at in AFTER_THE_MAIL:
            for do in ("drop", "silence", "part"):
                with self.subTest(at=at, do=do):
                    peer, probe, got = self.outcome({"at": at, "do": do, "say": "250 2.0.0 kep"})
                    self.assertEqual(got, [(ADA, "unknown", 0), (GROUP, "unknown", 0)])
                    self.assertEqual(len(peer.kept()), 1 if at == "stored" else 0)

    def test_a_refused_recipient_is_no_part_of_the_unknown(self):
        peer = self.peer()
        peer.fail({"at": "rcpt", "to": ADA, "do": "reply", "say": "550 5.1.1 no"}, {"at": "stored", "do": "drop"})
        got = verdicts(self.probe(peer.url).send(self.mail, [ADA, GROUP])[0])
        self.assertEqual(got, [(ADA, "refused", 550), (GROUP, "unknown", 0)])

    def test_a_late_answer_is_not_the_next_mails(self):
        peer = self.peer()
        peer.fail({"at": "stored", "do": "late", "seconds": 5})
        probe = self.probe(peer.url, reply_timeout=3)
        self.assertEqual(verdicts(probe.send(self.mail, [ADA])[0]), [(ADA, "unknown", 0)])
        peer.fail({"at": "body", "do": "reply", "say": "554 5.7.1 no"})
        self.assertEqual(verdicts(probe.send(self.mail, [GROUP])[0]), [(GROUP, "refused", 554)])
        self.assertEqual(len(peer.log("connection")), 2)

    def test_a_server_that_stops_reading(self):
        big = self.write("big.eml", b"Subject: x\r\n\r\n" + b"a line of text\r\n" * 1000000)
        _, _, got = self.outcome({"at": "data", "do": "stall"}, big)
        self.assertEqual(got, [(ADA, "retry", 0), (GROUP, "retry", 0)])


if __name__ == "__main__":
    peers.main()
