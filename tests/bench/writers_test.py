#!/usr/bin/env python3
"""Many processes that write to one home at once all succeed, and nothing of them is lost. The first write too is one of
many: it founds the home.

    writers_test.py DSUPPORT
"""

import os
import subprocess
import sys
import tempfile

WRITERS, ROUNDS = 32, 20


def write_at_once(program):
    with tempfile.TemporaryDirectory(prefix="dsupport-writers-") as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "DSUPPORT_HOME": home + "/home", "USER": "ada"}
        running = [subprocess.Popen([program, "log", "-q", "-s", f"Call {i}", "-m", "It rang."], env=env, text=True,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                   for i in range(WRITERS)]
        outputs = [process.communicate(timeout=100)[0] for process in running]
        failed = [out for process, out in zip(running, outputs) if process.returncode != 0]
        listed = subprocess.run([program, "list", "--limit", "0", "--fields", "subject", "--format", "tsv"], env=env,
                                check=True, timeout=60, text=True, stdout=subprocess.PIPE).stdout.splitlines()
        lost = sorted({f"Call {i}" for i in range(WRITERS)} - set(listed))
    if failed or lost or len(listed) != WRITERS:
        sys.exit("\n".join([f"{len(failed)} of {WRITERS} failed; lost: {lost}; {len(listed)} listed", *failed]))


def main():
    for _ in range(ROUNDS):
        write_at_once(sys.argv[1])
    print(f"{ROUNDS} times {WRITERS}: none failed, nothing lost")


if __name__ == "__main__":
    main()
