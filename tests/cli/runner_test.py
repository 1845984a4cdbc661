#!/usr/bin/env python3
"""Tests of the transcript runner itself: above all, that a wrong expectation fails."""

import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path

RUN = Path(__file__).with_name("run.py")


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory(prefix="dsupport-runner-")
        self.addCleanup(self.dir.cleanup)
        self.file = Path(self.dir.name, "case.t")

    def run_file(self, text, *options):
        self.file.write_text(textwrap.dedent(text).lstrip("\n"))
        return self.run_again(*options)

    def run_again(self, *options):
        return subprocess.run(
            [sys.executable, RUN, *options, self.file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60
        )

    def passes(self, text):
        result = self.run_file(text)
        self.assertEqual(result.returncode, 0, result.stdout)

    def fails(self, text, *shown):
        result = self.run_file(text)
        self.assertEqual(result.returncode, 1, result.stdout)
        for part in shown:
            self.assertIn(part, result.stdout)

    def becomes(self, before, after):
        result = self.run_file(before, "--update")
        self.assertIn("updated", result.stdout)
        self.assertEqual(self.file.read_text(), textwrap.dedent(after).lstrip("\n"))
        self.assertEqual(self.run_again().returncode, 0)

    def test_what_is_expected_passes(self):
        self.passes("$ echo one; echo two >&2; echo three\none\ntwo\nthree\n")

    def test_wrong_output_fails_with_a_diff(self):
        self.fails("$ echo one\ntwo\n", "case.t:1: $ echo one", "-two", "+one")

    def test_missing_and_surplus_output_fail(self):
        self.fails("$ true\none\n", "-one")
        self.fails("$ echo one\n", "+one")
        self.fails("$ printf 'one\\n\\n'\none\n")
        self.fails("$ printf one\none\n", "+[no newline]")

    def test_a_later_command_that_fails_is_seen(self):
        self.fails("$ echo one\none\n\n$ echo two\n2\n\n$ echo three\nthree\n", "case.t:4", "+two")

    def test_the_exit_status_counts(self):
        self.passes("$ (exit 64)\n[exit 64]\n")
        self.fails("$ (exit 64)\n", "+[exit 64]")
        self.fails("$ true\n[exit 64]\n", "-[exit 64]")
        self.fails("$ (exit 64)\n[exit 65]\n", "-[exit 65]", "+[exit 64]")

    def test_a_wildcard_stands_for_text_inside_one_line(self):
        self.passes("$ echo at 12:04:55 sharp\nat [..] sharp\n")
        self.fails("$ echo at 12:04:55 blunt\nat [..] sharp\n")
        self.fails("$ printf 'at\\nnoon sharp\\n'\nat[..]sharp\n")
        self.fails("$ echo 'a.b'\na[..]c\n")

    def test_three_dots_stand_for_any_number_of_lines(self):
        self.passes("$ seq 9\n1\n...\n8\n9\n")
        self.passes("$ seq 2\n1\n...\n2\n")
        self.passes("$ seq 3\n...\n")
        self.fails("$ seq 9\n1\n...\n8\n")
        self.fails("$ seq 9\n2\n...\n9\n")

    def test_special_characters_of_patterns_mean_themselves(self):
        self.fails("$ echo abc\na.c\n")
        self.passes("$ echo 'a.c (x)* [y]'\na.c (x)* [y]\n")

    def test_state_lasts_from_command_to_command(self):
        self.passes("$ X=5; cd /\n\n$ echo $X $PWD\n5 /\n")

    def test_a_command_goes_on_over_several_lines(self):
        self.passes("$ cat <<'EOF'\n> a\n>\n> > b\n> EOF\na\n\n\\> b\n")

    def test_output_that_looks_like_syntax_is_escaped(self):
        self.becomes(
            "$ printf '$ x\\n# y\\n...\\n\\\\z\\n> a\\n[exit 3]\\n\\n'\n",
            "$ printf '$ x\\n# y\\n...\\n\\\\z\\n> a\\n[exit 3]\\n\\n'\n\\$ x\n\\# y\n\\...\n\\\\z\n\\> a\n\\[exit 3]\n\\\n",
        )

    def test_the_environment_is_sealed(self):
        self.passes(
            """
            $ echo $HOME $DSUPPORT_HOME $TZ $LANG $USER $DSUPPORT_TEST_NOW $DSUPPORT_TEST_SEED ${NO_COLOR-unset}
            $HOME $HOME/home UTC C.UTF-8 ada 2026-11-24T09:00:00Z 1 unset

            $ ls -A; cat
            """
        )
        result = subprocess.run(["env", "SECRET=x", sys.executable, RUN, self.file], capture_output=True, timeout=60)
        self.assertEqual(result.returncode, 0)
        self.file.write_text("$ echo ${SECRET-gone}\ngone\n")
        result = subprocess.run(["env", "SECRET=x", sys.executable, RUN, self.file], capture_output=True, timeout=60)
        self.assertEqual(result.returncode, 0)

    def test_the_program_directory_stands_first_in_the_path(self):
        program = Path(self.dir.name, "ls")
        program.write_text("#!/bin/sh\necho ours\n")
        program.chmod(0o755)
        self.assertEqual(self.run_file("$ ls\nours\n", "--bin", self.dir.name).returncode, 0)
        self.assertEqual(self.run_again().returncode, 1)

    def test_update_writes_what_happened_and_keeps_the_rest(self):
        self.becomes(
            """
            # A comment stays.

            $ echo at $RANDOM; echo new
            at [..]
            old

            $ (exit 3)
            [exit 4]

            $ echo same
            same
            # The end stays.
            """,
            """
            # A comment stays.

            $ echo at $RANDOM; echo new
            at [..]
            new

            $ (exit 3)
            [exit 3]

            $ echo same
            same
            # The end stays.
            """,
        )

    def test_update_leaves_a_file_alone_that_passes(self):
        text = "$ seq 9\n1\n...\n9\n"
        result = self.run_file(text, "--update")
        self.assertEqual((result.returncode, result.stdout, self.file.read_text()), (0, "", text))

    def test_a_shell_that_ends_or_hangs_fails(self):
        self.fails("$ exit 0\n\n$ echo two\ntwo\n", "the shell ended here")
        result = self.run_file("$ sleep 60\n", "--timeout", "0.5")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no end within", result.stdout)

    def test_a_file_without_a_command_fails(self):
        self.fails("", "tests nothing")
        self.fails("# only a comment\n", "tests nothing")
        self.fails("stray\n$ true\n", "line 1")

    def test_background_processes_end_with_the_file(self):
        self.passes("$ sleep 600 & echo $! > $TESTDIR/pid\n")
        state = Path("/proc", Path(self.dir.name, "pid").read_text().strip(), "stat")
        # A killed process is gone when it next runs, which may take a moment on a busy machine.
        for _ in range(100):
            if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
                return
            time.sleep(0.1)
        self.fail("the process in the background is still there")

    def test_a_terminal_is_a_terminal_and_answers_what_is_typed(self):
        self.passes(
            """
            $ test -t 1
            [exit 1]

            $pty test -t 0 && test -t 1 && test -t 2 && stty size
            24 80

            $pty read -p 'name> ' n; read -p 'town> ' t; echo "$n of $t"
            > Ada
            > Rome
            name> Ada
            town> Rome
            Ada of Rome

            $pty printf '\\033[1mbold\\033[0m\\n'; exit 3
            ^[[1mbold^[[0m
            [exit 3]
            """
        )
        self.fails("$pty read n; echo $n\n> Ada\nAda\nBo\n", "-Bo")

    def test_keys_are_sent_bare_and_may_be_control_keys(self):
        self.passes("$pty cat\n>! one^M^D\none\none\n")
        self.fails("$pty sleep 60\n>! ^C\n")
        self.passes("$pty sleep 60\n>! ^C\n^C[no newline]\n[exit 130]\n".replace("^C[no", "^C\n[no"))


if __name__ == "__main__":
    unittest.main()
