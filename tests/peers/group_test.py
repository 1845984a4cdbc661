#!/usr/bin/python3
"""The stand-in for the Group does to mails what Google does, so that other tests can rely on it. Everything here is
judged by Python's own mail, SMTP and IMAP libraries."""
import base64
import imaplib
import pathlib
import smtplib
import ssl

import dovecot_peer
import group
import peers

HELLO = (b"From: Jo Client <jo@client.test>\r\nTo: support@example.org\r\nSubject: Portal down\r\n"
         b"Message-ID: <1@client.test>\r\nDate: Wed, 25 Nov 2026 09:00:00 +0100\r\n"
         b"In-Reply-To: <0@client.test>\r\nReferences: <9@client.test>\r\n <0@client.test>\r\n\r\nError 500.\r\n")


def mail(*fields, body=b"Text.\r\n"):
    return b"".join(field.encode() + b"\r\n" for field in fields) + b"\r\n" + body


def with_id(number):
    return lambda found: found["Message-ID"] == f"<{number}@client.test>"


class GroupTest(peers.PeerTest):
    def group(self, **options):
        return self.open(group.Group(self.dir / "group", self.authority, **options).start)

    def tls(self):
        return ssl.create_default_context(cafile=str(self.authority.ca))

    def submission(self, peer, kind="implicit"):
        if kind == "implicit":
            server = smtplib.SMTP_SSL("127.0.0.1", peer.mail.ready[kind], timeout=20, context=self.tls())
        else:
            server = smtplib.SMTP("127.0.0.1", peer.mail.ready[kind], timeout=20)
            server.starttls(context=self.tls())
        self.addCleanup(server.close)
        return server

    def submit(self, peer, name, content, *to):
        server = self.submission(peer)
        server.login(name, "pw-" + name)
        server.sendmail(f"{name}@example.org", to or (group.ADDRESS,), content)
        server.quit()

    def test_a_clients_mail_comes_to_every_member_as_a_list_mail(self):
        peer = self.group()
        peer.deliver(HELLO)
        for name in ("ada", "bo"):
            found = peer.wait_for(name, with_id(1))
            self.assertEqual(found["Subject"], "[Support] Portal down")
            self.assertEqual(found.get_content().replace("\r\n", "\n"), "Error 500.\n\n" + group.FOOTER + "\n")
            self.assertEqual([found[key] for key in ("From", "Date", "In-Reply-To", "References", "Reply-To")],
                             ["Jo Client <jo@client.test>", "Wed, 25 Nov 2026 09:00:00 +0100", "<0@client.test>",
                              "<9@client.test> <0@client.test>", None])
            added = {"X-Original-Sender": "jo@client.test", "Precedence": "list", "List-ID": "<support.example.org>",
                     "X-BeenThere": group.ADDRESS, "X-Google-Group-Id": "100000000001",
                     "List-Post": "<mailto:support@example.org>"}
            self.assertEqual({key: found.get_all(key) for key in added}, {key: [text] for key, text in added.items()})
            self.assertIsNone(found["X-Original-From"])
        self.assertEqual(peer.mailbox("jo"), [])

    def test_from_is_the_groups_where_the_authors_domain_is_strict(self):
        peer = self.group()
        peer.deliver(mail("From: Alice <alice@strict.test>", "Message-ID: <1@client.test>", "Subject: a"))
        peer.deliver(mail("From: alice@strict.test", "Message-ID: <2@client.test>", "Subject: b",
                          "Reply-To: Desk <desk@strict.test>"))
        peer.deliver(mail("From: =?utf-8?q?=C3=84nne?=\r\n <alice@strict.test>", "Message-ID: <3@client.test>",
                          "Subject: c"))
        expected = {1: ("'Alice' via Support", "Alice <alice@strict.test>", "Alice <alice@strict.test>"),
                    2: ("'alice@strict.test' via Support", "alice@strict.test", "Desk <desk@strict.test>"),
                    3: ("'Änne' via Support", "Änne <alice@strict.test>", "Änne <alice@strict.test>")}
        for number, (name, author, reply_to) in expected.items():
            found = peer.wait_for("bo", with_id(number))
            [sender] = found["From"].addresses
            self.assertEqual((sender.display_name, sender.addr_spec), (name, group.ADDRESS))
            self.assertEqual((found["X-Original-From"], found["Reply-To"]), (author, reply_to))
            self.assertEqual(found.get_all("X-Original-Sender"), ["alice@strict.test"])
        self.assertIn(b"\nFrom: \"'Alice' via Support\" <support@example.org>\n", b"".join(peer.raw_mailbox("bo")))

    def test_logins(self):
        peer = self.group()
        token = f"user=ada@example.org\1auth=Bearer {peer.token('ada')}\1\1"
        for kind in ("implicit", "starttls"):
            for mechanism in ("PLAIN", "LOGIN", "XOAUTH2"):
                for good in (True, False):
                    with self.subTest(kind=kind, mechanism=mechanism, good=good):
                        server = self.submission(peer, kind)
                        server.ehlo()
                        server.user, server.password = "ada", "pw-ada" if good else "pw-bo"
                        login = token if good else token.replace("ada", "bo")
                        answer = {"PLAIN": server.auth_plain, "LOGIN": server.auth_login,
                                  "XOAUTH2": lambda challenge=None, text=login: text}
                        if good:
                            self.assertEqual(server.auth(mechanism, answer[mechanism])[0], 235)
                        else:
                            with self.assertRaises(smtplib.SMTPAuthenticationError) as refused:
                                server.auth(mechanism, answer[mechanism])
                            self.assertEqual(refused.exception.smtp_code, 535)
        with smtplib.SMTP("127.0.0.1", peer.mail.ready["starttls"], timeout=20) as server:
            server.ehlo()
            self.assertNotIn("auth", server.esmtp_features)
            self.assertEqual(server.docmd("MAIL FROM:<ada@example.org>")[0], 250)
            self.assertEqual(server.docmd("RCPT TO:<support@example.org>")[0], 530)

    def test_the_outside_reaches_only_who_is_here(self):
        peer = self.group()
        for address in ("nobody@example.org", "somebody@elsewhere.test"):
            with self.assertRaises(smtplib.SMTPRecipientsRefused):
                peer.deliver(HELLO, to=[address])

    def test_imap_shows_the_same_mailbox(self):
        peer = self.group()
        peer.deliver(HELLO)
        peer.wait_for("ada", with_id(1))
        server = imaplib.IMAP4_SSL("127.0.0.1", peer.imap.ready["imaps"], ssl_context=self.tls(), timeout=20)
        with self.assertRaises(imaplib.IMAP4.error):
            server.login("ada", "pw-bo")
        server.login("ada@example.org", "pw-ada")
        [line] = [line for line in server.list()[1] if b"\\All" in line]
        self.assertEqual(line, b'(\\HasNoChildren \\All) "/" "[Gmail]/All Mail"')
        self.assertEqual(server.select('"[Gmail]/All Mail"', readonly=True), ("OK", [b"1"]))
        [(_, raw), _] = server.fetch("1", "(BODY.PEEK[])")[1]
        self.assertEqual(raw.replace(b"\r\n", b"\n"), peer.raw_mailbox("ada")[0])
        server.logout()
        with imaplib.IMAP4("127.0.0.1", peer.imap.ready["imap"], timeout=20) as server:
            server.starttls(self.tls())
            for good in (False, True):
                token = peer.token("bo") if good else dovecot_peer.token("bo", -30)
                answer = f"user=bo\1auth=Bearer {token}\1\1".encode()
                if good:
                    self.assertEqual(server.authenticate("XOAUTH2", lambda _, text=answer: text)[0], "OK")
                else:
                    with self.assertRaises(imaplib.IMAP4.error):
                        server.authenticate("XOAUTH2", lambda _, text=answer: text)

    def test_bytes_that_no_mail_should_have_arrive(self):
        peer = self.group()
        peer.deliver(mail("From: jo@client.test", "Message-ID: <1@client.test>", "Subject: x",
                          "Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit",
                          body=b"caf\xe9\rnext\r\n" + b"a" * 3000 + b"\r\n.\r\n\x01\x7f\r\n"))
        for name in ("ada", "bo"):
            text = peer.wait_for(name, with_id(1)).get_payload(decode=True)
            # exim makes a line end of a bare CR.
            self.assertTrue(text.startswith(b"caf\xe9\nnext\n" + b"a" * 3000 + b"\n.\n\x01\x7f\n\n-- \n"), text)

    def test_the_footer_damages_a_single_base64_part_and_no_other(self):
        peer = self.group()
        encoded = base64.encodebytes("Größe: 12 €, ".encode() * 9)
        peer.deliver(mail("From: jo@client.test", "Message-ID: <1@client.test>", "MIME-Version: 1.0", "Subject: one",
                          "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", body=encoded))
        peer.deliver(mail("From: jo@client.test", "Message-ID: <2@client.test>", "MIME-Version: 1.0", "Subject: many",
                          "Content-Type: multipart/mixed; boundary=b", body=b"--b\r\nContent-Type: text/plain; "
                          b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded + b"\r\n--b--\r\n"))
        single, many = (peer.wait_for("ada", with_id(number)) for number in (1, 2))
        self.assertEqual(single.get_payload(), encoded.decode() + "\n" + group.FOOTER + "\n")
        self.assertNotEqual(single.get_payload(decode=True), base64.b64decode(encoded))
        [part] = many.iter_parts()
        self.assertEqual(part.get_payload(decode=True), base64.b64decode(encoded))
        self.assertIn(group.FOOTER, many.epilogue)

    def test_without_gmails_way_a_member_sees_the_own_post_as_a_list_mail(self):
        peer = self.group()
        self.submit(peer, "bo", mail("From: bo@example.org", "Message-ID: <1@client.test>", "Subject: x"))
        for name in ("ada", "bo"):
            self.assertEqual(peer.wait_for(name, with_id(1))["Precedence"], "list")
        self.assertEqual([len(peer.mailbox(name)) for name in ("ada", "bo")], [1, 1])

    def test_gmails_way_is_a_copy_of_what_was_sent_instead_of_the_own_post(self):
        peer = self.group(gmail=True)
        self.submit(peer, "bo", mail("From: bo@example.org", "Message-ID: <1@client.test>", "Subject: x"),
                    group.ADDRESS, "jo@client.test")
        peer.wait_for("ada", with_id(1))
        peer.deliver(HELLO.replace(b"<1@", b"<2@"))
        for name in ("ada", "bo"):
            self.assertEqual(peer.wait_for(name, with_id(2))["Precedence"], "list")
        own = peer.wait_for("bo", with_id(1))
        self.assertEqual(len(peer.mailbox("bo")), 2)
        self.assertEqual((own["Subject"], own["Precedence"], own["List-ID"]), ("x", None, None))
        self.assertEqual(own.get_content(), "Text.\n")
        self.assertEqual(peer.wait_for("jo", with_id(1))["Subject"], "x")
        self.assertEqual([mail["Subject"] for mail in peer.mailbox("ada")], ["[Support] x", "[Support] Portal down"])

    def test_a_mail_to_somebody_who_is_not_there_comes_back(self):
        peer = self.group()
        self.submit(peer, "bo", mail("From: bo@example.org", "Message-ID: <1@client.test>", "Subject: x"),
                    "gone@client.test", "jo@client.test")
        bounce = peer.wait_for("bo", lambda found: found.get_content_type() == "multipart/report")
        self.assertEqual(bounce["Return-path"], "<>")
        _, status, original = bounce.iter_parts()
        self.assertEqual(status.get_payload(1)["Final-Recipient"], "rfc822;gone@client.test")
        self.assertEqual(original.get_content()["Message-ID"], "<1@client.test>")
        self.assertEqual(peer.wait_for("jo", with_id(1))["Subject"], "x")

    def test_nothing_is_left_when_it_is_over(self):
        def left():
            found = []
            for command in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if str(self.dir).encode() in command.read_bytes():
                        found.append(command.read_bytes())
                except OSError:
                    pass  # has just ended
            return found

        peer = self.group()
        self.assertGreaterEqual(len(left()), 4)
        for _ in range(5):
            peer.deliver(HELLO)
        peer.stop()
        self.assertEqual(left(), [])


if __name__ == "__main__":
    peers.main()
