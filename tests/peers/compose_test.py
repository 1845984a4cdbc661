#!/usr/bin/python3
"""What the composer writes, read back by a MIME parser that is not its own: Python's."""
import base64
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import re
import subprocess
import unittest

import peers

MAIL = {
    "from": {"name": "Ann Lee", "address": "ann@example.org"},
    "to": [{"name": "", "address": "support@example.org"}],
    "subject": "Portal down [K7M-2QX]",
    "date": "2026-11-24T09:00:00Z",
    "message_id": "ds1.0123456789ABCDEFGHJKMNPQRS@example.org",
    "text": "Hello,\n\nit is down.\n",
}


def attachment(name, content, kind="application/octet-stream"):
    return {"name": name, "type": kind, "base64": base64.b64encode(content).decode()}


def names(raw, header):
    """The display names of an address header. (The newer parser puts a space between two encoded words.)"""
    value = email.message_from_bytes(raw)[header]
    return [str(email.header.make_header(email.header.decode_header(name)))
            for name, _ in email.utils.getaddresses([value])]


class Compose(unittest.TestCase):
    def run_probe(self, **changes):
        probe = pathlib.Path(peers.setting("DSUPPORT_PROBES")) / "compose_probe"
        return subprocess.run([probe, peers.setting("DSUPPORT_MODULES")], input=json.dumps({**MAIL, **changes}).encode(),
                              capture_output=True, timeout=20, check=False)

    def compose(self, **changes):
        """(bytes, parsed mail); what every mail must be is checked here."""
        done = self.run_probe(**changes)
        self.assertEqual(done.returncode, 0, done.stderr)
        raw = done.stdout
        self.assertTrue(raw.endswith(b"\r\n"))
        self.assertTrue(all(line.endswith(b"\r") for line in raw.split(b"\n")[:-1]))
        self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)
        self.assertTrue(all(byte < 128 and byte != 0 for byte in raw))
        self.assertEqual(raw, self.run_probe(**changes).stdout)
        self.assertLessEqual(max(map(len, re.findall(rb"(?i)=\?utf-8\?[bq]\?[^?]*\?=", raw)), default=0), 75)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        for part in message.walk():
            self.assertEqual(part.defects, [])
            for header in part.values():
                self.assertEqual(header.defects, (), header)
        return raw, message

    def refuse(self, **changes):
        done = self.run_probe(**changes)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        return done.stderr.decode()

    def body(self, message):
        """A text part's content as it was given: with LF line ends, in UTF-8."""
        self.assertEqual(message.get_content_type(), "text/plain")
        self.assertEqual(message.get_content_charset(), "utf-8")
        return message.get_payload(decode=True).replace(b"\r\n", b"\n").decode()

    def test_a_plain_mail(self):
        raw, m = self.compose()
        self.assertEqual(m["From"], "Ann Lee <ann@example.org>")
        self.assertEqual(m["To"], "support@example.org")
        self.assertEqual(m["Subject"], MAIL["subject"])
        self.assertEqual(m["Date"], "Tue, 24 Nov 2026 09:00:00 +0000")
        self.assertEqual(m["Message-ID"], f"<{MAIL['message_id']}>")
        self.assertEqual(m["MIME-Version"], "1.0")
        self.assertEqual(m["Content-Transfer-Encoding"], "7bit")
        self.assertEqual(self.body(m), MAIL["text"])
        for absent in ("In-Reply-To", "References", "Auto-Submitted", "Cc", "Reply-To"):
            self.assertNotIn(absent, m)
        self.assertIn(b"\r\n\r\nHello,\r\n\r\nit is down.\r\n", raw)

    def test_texts_of_every_kind(self):
        texts = {"quoted-printable": ["Gr\u00fc\u00dfe aus M\u00fcnchen, it is really down now\n", "x" * 3000 + "\n",
                                      "= at the end =\nFrom here \u00e9 " + "a" * 200],
                 "base64": ["\u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442 \u0441\u043d\u043e\u0432\u0430\n",
                            "\u65e5\u672c\u8a9e" * 400, "\U0001f600" * 9],
                 "7bit": ["", "\n", "no line end", "-- \nsignature  \n", ".\n..\n", "y" * 998 + "\n"]}
        for encoding, group in texts.items():
            for text in group:
                with self.subTest(encoding, text=text[:20]):
                    _, m = self.compose(text=text)
                    self.assertEqual(m["Content-Transfer-Encoding"], encoding)
                    self.assertEqual(self.body(m).rstrip("\n"), text.rstrip("\n"))

    def test_names_and_subjects_of_every_kind(self):
        for words in ("J\u00f6rg M\u00fcller", "\u5c71\u7530\u592a\u90ce", 'Lee, Ann "Bug" (QA)', "a@b.org", "O'Neil; x: y",
                      "\u0416" * 60, "plain " * 30 + "end", "\U0001f600 fine", "=?utf-8?q?no?=", "back\\slash"):
            with self.subTest(words):
                person = {"name": words, "address": "x@client.org"}
                raw, m = self.compose(subject=words, to=[person], cc=[person, person], **{"from": person})
                self.assertEqual(m["Subject"], words)
                self.assertEqual(names(raw, "Cc"), [words] * 2)
                for header in ("From", "To", "Cc"):
                    self.assertEqual({a.addr_spec for a in m[header].addresses}, {"x@client.org"})

    def test_many_receivers_fold(self):
        many = [{"name": f"Person Number {i}", "address": f"person{i}@client.org"} for i in range(90)]
        _, m = self.compose(to=many, reply_to=many[:2])
        self.assertEqual([a.addr_spec for a in m["To"].addresses], [p["address"] for p in many])
        self.assertEqual([a.addr_spec for a in m["Reply-To"].addresses], [p["address"] for p in many[:2]])

    def test_threads(self):
        chain = [f"id{i}.{'x' * 60}@mail.client.org" for i in range(25)]
        for length in (1, 10, 11, 25):
            _, m = self.compose(in_reply_to=chain[length - 1], references=chain[:length])
            kept = chain[:length] if length <= 10 else chain[:4] + chain[length - 6:length]
            self.assertEqual(m["References"].split(), [f"<{i}>" for i in kept])
            self.assertEqual(m["In-Reply-To"], f"<{chain[length - 1]}>")

    def test_foreign_ids_that_cannot_be_written_are_left_out(self):
        _, m = self.compose(in_reply_to="with space@x", references=["good@x", "a>b@x", "", "caf\u00e9@x", "y" * 1200, "last@x"])
        self.assertEqual(m["References"].split(), ["<good@x>", "<last@x>"])
        self.assertNotIn("In-Reply-To", m)

    def test_further_headers(self):
        _, m = self.compose(auto_submitted=True, headers={"X-Dsupport-Ticket": "K7M-2QX", "X-Dsupport-Client": "Caf\u00e9 & Co"})
        self.assertEqual(m["Auto-Submitted"], "auto-generated")
        self.assertEqual(m["X-Dsupport-Ticket"], "K7M-2QX")
        self.assertEqual(str(email.header.make_header(email.header.decode_header(m["X-Dsupport-Client"]))), "Caf\u00e9 & Co")

    def test_attachments(self):
        files = [("notes.txt", b"one\ntwo\n", "text/plain"), ("armour.txt", b"-----BEGIN X-----\r\nAAAA\r\n", "text/plain"),
                 ("dump.bin", bytes(range(256)) * 40, ""), ("\u00dcbersicht 2026 \u65e5\u672c.pdf", b"%PDF", "application/pdf"),
                 ("a" * 180 + ".log", b"", "text/x-log"), ('q"uo;te.txt', "caf\u00e9\n".encode(), "text/plain"),
                 ("mail.eml", b"Subject: x\n\n\n", "message/rfc822"), ("odd", b"x", "no type\r\nX-Evil: 1"),
                 ("latin.txt", b"caf\xe9", "text/plain; charset=iso-8859-1")]
        raw, m = self.compose(text="see \u00fcbersicht\n", attachments=[attachment(*f) for f in files])
        self.assertEqual(m.get_content_type(), "multipart/mixed")
        first, *rest = m.iter_parts()
        self.assertEqual(self.body(first).rstrip("\n"), "see \u00fcbersicht")
        self.assertEqual([(p.get_filename(), p.get_payload(decode=True)) for p in rest], [f[:2] for f in files])
        self.assertEqual([p.get_content_type() for p in rest],
                         ["text/plain", "text/plain", "application/octet-stream", "application/pdf", "text/x-log",
                          "text/plain", "application/octet-stream", "application/octet-stream", "text/plain"])
        self.assertEqual({p.get_content_disposition() for p in rest}, {"attachment"})
        self.assertEqual(rest[8].get_content_charset(), "iso-8859-1")
        # A text with CRLF line ends stays readable in the raw mail.
        self.assertIn(b"\r\n-----BEGIN X-----\r\nAAAA\r\n", raw)
        self.assertNotIn(b"X-Evil", raw)

    def test_a_text_cannot_end_its_part(self):
        _, plain = self.compose(attachments=[attachment("a", b"a")])
        line = f"--{plain.get_boundary()}--"
        _, m = self.compose(text="one\n", attachments=[attachment("a.txt", line.encode(), "text/plain")],
                            message_id="ds1.OTHER@example.org")
        self.assertEqual([p.get_payload(decode=True) for p in m.iter_parts()][1], line.encode())

    def test_refusals(self):
        for evil in ("a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"):
            person = {"name": evil, "address": "x@y.org"}
            for change in ({"subject": evil}, {"to": [person]}, {"cc": [person]}, {"reply_to": [person]}, {"from": person},
                           {"headers": {"X-A": evil}}, {"headers": {evil: "a"}}, {"message_id": evil + "@x"},
                           {"in_reply_to": evil}, {"references": [evil]}, {"attachments": [attachment(evil, b"")]}):
                with self.subTest(change):
                    self.assertNotIn("Evil: 1\n", self.refuse(**change)[:-1].replace("\n", ""))
        for address in ("", "ann", "a b@c.org", "<a@c.org>", "a@c.org, b@c.org", "a@c.org\r\nBcc: x@y"):
            for change in ({"to": [{"name": "", "address": address}]}, {"from": {"name": "", "address": address}}):
                with self.subTest(change):
                    self.assertIn("not a mail address", self.refuse(**change))
        for name in ("", "X A", "X:A", "X\u00e4"):
            self.assertIn("not a header name", self.refuse(headers={name: "value"}))
        self.assertIn("too long", self.refuse(attachments=[attachment("a", b"", "text/" + "x" * 2000)]))


if __name__ == "__main__":
    peers.main()
