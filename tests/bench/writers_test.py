#!/usr/bin/env python3
"""Many processes that write to one home at once all succeed, and nothing of them is lost.

    writers_test.py DSUPPORT
"""

import os
import subprocess
import sys
import tempfile

WRITERS = 32


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="dsupport-writers-") as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "DSUPPORT_HOME": home + "/home", "USER": "ada"}
        # The first write too is one of many: it founds the home.
        running = [subprocess.Popen([program, "log", "-q", "-s", f"Call {i}", "-m", "It rang."], env=env, text=True,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                   for i in range(WRITERS)]
        outputs = [process.communicate(timeout=100)[0] for process in running]
        failed = [out for process, out in zip(running, outputs) if process.returncode != 0]
        listed = subprocess.run([program, "list", "--limit", "0", "--fields", "subject", "--format", "tsv"], env=env,
                                check=True, timeout=60, text=True, stdout=subprocess.PIPE).stdout.splitlines()
        lost = sorted({f"Call {i}" for i in range(WRITERS)} - set(listed))
    print(f"{len(failed)} of {WRITERS} failed; lost: {lost}; {len(listed)} listed")
    print("\n".join(failed))
    sys.exit(0 if not failed and not lost and len(listed) == WRITERS else 1)


if __name__ == "__main__":
    main()
