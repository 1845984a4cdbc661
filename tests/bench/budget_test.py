#!/usr/bin/env python3
"""What may not grow, counted and not timed: instructions of `list` and `rota now`, and the waits for the disk of `log`.

    budget_test.py BUILD
"""

import pathlib
import shutil
import sys
import tempfile
import unittest

import rota
from homes import Homes
from measure import fsyncs, instructions, run

SMALL, LARGE = 1_000, 100_000


class Budgets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="dsupport-budget-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.homes = Homes(BUILD, pathlib.Path(cls.folder.name), with_task=False)
        for size in (SMALL, LARGE):
            cls.homes.fill(size)

    def page_in_use(self, size):
        """The most that `list` costs after one of some calls, which lie in the log beside the database for a while."""
        self.homes.settle(size)
        counts = []
        for _ in range(7):
            run(self.homes.log(size))
            counts.append(instructions(self.homes.dsupport(size, "list")))
        return max(counts)

    def test_a_page_of_the_list_costs_the_same_however_many_tickets_there_are(self):
        small, large = map(self.page_in_use, (SMALL, LARGE))
        print(f"list: {small:,} instructions at {SMALL:,} tickets, {large:,} at {LARGE:,}", file=sys.stderr)
        self.assertLessEqual(small, 3_000_000)
        self.assertLessEqual(large, 1.1 * small)

    def test_who_is_on_duty_costs_no_more_than_the_list_however_many_covers_there_are(self):
        rota.found(self.homes, SMALL)
        self.homes.settle(SMALL)
        plain, page = (instructions(self.homes.dsupport(SMALL, *words)) for words in (["rota", "now"], ["list"]))
        rota.fill(self.homes, SMALL)
        self.homes.settle(SMALL)
        covered = instructions(self.homes.dsupport(SMALL, "rota", "now"))
        print(f"rota now: {plain:,} instructions, with {rota.COVERS} covers {covered:,}; list: {page:,}", file=sys.stderr)
        self.assertLessEqual(plain, 1.1 * page)
        self.assertLessEqual(covered, 1.01 * plain)

    def test_a_logged_call_waits_for_the_disk_as_often_as_a_bare_commit(self):
        run(self.homes.write_probe(SMALL))  # the first one also makes its database, which waits more often
        self.homes.settle(SMALL)
        ours, next_one, bare = map(fsyncs, [self.homes.log(SMALL), self.homes.log(SMALL), self.homes.write_probe(SMALL)])
        print(f"log: {ours} waits for the disk, the next one {next_one}, a bare commit {bare}", file=sys.stderr)
        self.assertLessEqual(ours, bare)
        self.assertEqual(next_one, 1)


if __name__ == "__main__":
    if not (shutil.which("valgrind") and shutil.which("strace")):
        sys.exit(77)
    BUILD = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main()
