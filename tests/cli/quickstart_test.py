#!/usr/bin/env python3
"""Plays examples/quickstart.sh with the program as built and reads its mails with a MIME parser that is not ours.

    quickstart_test.py BUILD_DIR
"""

import email
import email.policy
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv.pop(1)).resolve()


class QuickstartTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.TemporaryDirectory(prefix="dsupport-quickstart-")
        cls.addClassCleanup(cls.top.cleanup)
        # What a developer has set must not change the day.
        env = os.environ | {"TMPDIR": cls.top.name, "DSUPPORT_TRANSPORT_PATH": "/nowhere"}
        cls.played = subprocess.run(
            [ROOT / "examples/quickstart.sh", "--built", BUILD],
            env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=80,
        )
        cls.day = next(Path(cls.top.name).iterdir())

    def dsupport(self, *words):
        command = [BUILD / "bin/dsupport", "--home", self.day / "home", *words]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=20, check=True).stdout

    def test_the_day_ends_well_and_says_what_comes_next(self):
        self.assertEqual(self.played.returncode, 0, self.played.stdout)
        self.assertIn(f"The program is {BUILD}/bin/dsupport", self.played.stdout)

    def test_what_it_tells_to_type_next_works(self):
        [ticket] = json.loads(self.dsupport("list", "--all", "--json"))
        self.assertEqual((ticket["subject"], ticket["status"], ticket["resolution"]), ("Portal down", "closed", "fixed"))
        self.assertIn(f"dsupport show {ticket['code']}\n", self.played.stdout)
        self.assertIn("Freed the disk of db1", self.dsupport("show", ticket["code"]))

    def test_each_mail_is_whole_and_readable(self):
        mails = [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in self.day.glob("group/*.eml")]
        self.assertGreaterEqual(len(mails), 2)
        for mail in mails:
            self.assertFalse([defect for part in mail.walk() for defect in part.defects])
            self.assertIn("ada@example.org", mail["From"])
            self.assertIn("support@example.org", mail["To"])
            self.assertIn("Portal down", mail["Subject"])
        [call] = [mail for mail in mails if not mail["References"]]
        text = call.get_body(("plain",)).get_content()
        for part in ("Jo Client", "+442079460999", "Acme", "Error 500 since nine"):
            self.assertIn(part.lower(), text.lower())
        for reply in mails:
            if reply is not call:
                self.assertIn(call["Message-ID"], reply["References"])

    def test_nothing_else_was_left(self):
        self.assertEqual([self.day], list(Path(self.top.name).iterdir()))


if __name__ == "__main__":
    unittest.main()
