#!/usr/bin/env python3
"""A working day as it is typed: each step's JSON is asked by jq, each mail read by a MIME parser that is not ours.

    day_test.py PROGRAM
"""

import email
import email.policy
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from home import Home, need

PROGRAM = Path(sys.argv.pop(1)).resolve()


class DayTest(unittest.TestCase):
    def setUp(self):
        top = tempfile.TemporaryDirectory(prefix="dsupport-day-")
        self.addCleanup(top.cleanup)
        self.home = Home.fresh(PROGRAM, top.name)
        team = Path(top.name) / "team.toml"
        team.write_text('[people.ann]\nname = "Ann"\nemail = "ann@example.org"\n'
                        '[people.bo]\nname = "Bo"\nemail = "bo@example.org"\n')
        self.home.must("team", "apply", str(team))
        self.code = self.jq(".code", "log", "-s", "Portal down", "-m", "Error 500 since nine.",
                            "--from", "Ada <ada@client.org>", "--phone", "+442071234567")

    def jq(self, question, *words):
        """What jq makes of the JSON that a command prints."""
        asked = subprocess.run(["jq", "-er", question], input=self.home.must(*words, "--json"), text=True,
                               capture_output=True, timeout=20, check=False)
        self.assertIn(asked.returncode, (0, 1), asked.stderr)  # 1: the answer is null or false
        return asked.stdout.strip()

    def step(self, wanted, *words):
        """Runs a command and compares `status level owed_by assignee urgency` as it then is, also in the list."""
        question = "[.status, .level, .owed_by // \"-\", .assignee // \"-\", .urgency] | join(\" \")"
        self.assertEqual(self.jq(question, *words), wanted)
        self.assertEqual(self.jq(f'.[] | select(.code == "{self.code}") | {question}', "list", "--all"), wanted)

    def play(self):
        code = self.code
        self.step("new first-level first-level - normal", "show", code)
        self.step("open first-level first-level - high", "triage", code, "--nature", "technical", "--urgency", "high")
        self.step("open technical technical - high", "escalate", code)
        self.step("open technical technical bo high", "assign", code, "bo")
        self.step("pending technical client bo high", "wait", code, "--on", "client")
        self.step("open technical technical bo high", "resume", code)
        self.step("closed technical - bo high", "close", code, "--as", "fixed", "-m", "Freed the disk.")

    def test_each_step_is_seen_in_json(self):
        code = self.code
        self.assertEqual(self.jq(".[0].requester | [.name, .email, .phone] | join(\" \")", "list"),
                         "Ada ada@client.org +442071234567")
        self.assertEqual(self.jq(".call.number, .channel", "show", code), "+442071234567\nphone")
        self.assertEqual(self.jq(".messages[] | .kind + \": \" + .text", "show", code), "call: Error 500 since nine.")
        self.play()
        self.assertEqual(self.jq(".resolution", "show", code), "fixed")
        self.assertIn("closed", self.home.must("why", code, "status"))
        self.step("open technical technical bo high", "undo")
        self.step("closed technical - bo high", "redo")
        self.assertEqual(self.jq("[.history[].event] | length > 5", "show", code), "true")
        self.assertEqual(self.jq("map(.code) | length", "list"), "0")

    def test_each_mail_is_read_by_another_parser(self):
        self.play()
        self.home.must("sync", "--send")
        paths = sorted(self.home.group.iterdir())
        self.assertTrue(all(path.suffix == ".eml" for path in paths), paths)
        mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]
        self.assertEqual([defect for mail in mails for part in mail.walk() for defect in part.defects], [])
        self.assertEqual(len({mail["Message-ID"] for mail in mails}), len(mails))
        [call] = [mail for mail in mails if not mail["References"]]
        text = call.get_body(("plain",)).get_content()
        for part in ("Ada", "ada@client.org", "+442071234567", "Error 500 since nine."):
            self.assertIn(part, text)
        self.assertEqual(call["Reply-To"].addresses[0].addr_spec, "ada@client.org")
        for mail in mails:
            self.assertEqual([a.addr_spec for a in mail["To"].addresses], ["support@example.org"])
            self.assertIn("Portal down", mail["Subject"])
            self.assertTrue(mail is call or call["Message-ID"] in mail["References"])
        notices = "\n".join(m.get_body(("plain",)).get_content() for m in mails if m is not call)
        for word in ("technical", "gave it to Bo", "closed", "Freed the disk."):
            self.assertIn(word, notices)


if __name__ == "__main__":
    need("jq")
    unittest.main()
