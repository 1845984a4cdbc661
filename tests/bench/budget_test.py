#!/usr/bin/env python3
"""`list` at 1,000 tickets takes at most three million instructions, whatever the machine.

    budget_test.py DSUPPORT BENCH_FILL
"""

import os
import shutil
import subprocess
import sys
import tempfile

from measure import Command, instructions

BUDGET = 3_000_000


def main():
    program, filler = sys.argv[1:]
    if not shutil.which("valgrind"):
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="dsupport-budget-") as home:
        subprocess.run([filler, home, "1000"], check=True, timeout=90)
        count = instructions(Command([program, "list"], {"PATH": os.environ["PATH"], "DSUPPORT_HOME": home}))
    print(f"list: {count:,} instructions, budget {BUDGET:,}")
    sys.exit(0 if count <= BUDGET else 1)


if __name__ == "__main__":
    main()
