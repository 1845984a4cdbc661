#!/usr/bin/env python3
"""No command that only reads loads what is for mail, calendars or zones.

    loaded_test.py DSUPPORT
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

HEAVY = re.compile(r'"[^"]*/(?:lib(?:curl|gmime|ical|date-tz|glib|ssl)[^"/]*|dsupport-[a-z]+)\.so[^"]*"[^\n]*= \d')
COMMANDS = ["list", "list --json", "show @", "search portal", "history @", "why @ status", "status", "outbox", "team show",
            "config list", "help", "help list", "version", "rota now", "rota show", "rota show --json", "rota next", "rota check",
            "rota diff TEAM", "rota keeper", "rota export --json"]
# What must need a module; a check that finds nothing must be able to.
NEED = {"sync --send": "dsupport-mime", "rota export": "dsupport-ical"}
TEAM = """
[people.ada]
[people.bo]
[[rota.first-level]]
from = 2026-01-05T09:00:00
every = "1 week"
order = ["ada", "bo"]
[[rota.technical]]
from = 2026-01-05T09:00:00
every = "1 week"
order = ["bo", "ada"]
"""


def opened(program, words, env, log):
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=open,openat", "-o", log, program, *words], env=env,
                          timeout=60, check=False, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    with open(log, encoding="utf-8", errors="replace") as lines:
        return done, lines.read()


def main():
    program = sys.argv[1]
    if not shutil.which("strace"):
        sys.exit(77)
    problems = []
    with tempfile.TemporaryDirectory(prefix="dsupport-loaded-") as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "DSUPPORT_HOME": home + "/home", "USER": "ada",
               "DSUPPORT_GROUP_ADDRESS": "support@team.example", "DSUPPORT_TRANSPORT_KIND": "dir",
               "DSUPPORT_TRANSPORT_PATH": home + "/group", "ASAN_OPTIONS": "detect_leaks=0"}
        os.mkdir(home + "/group")
        subprocess.run([program, "log", "-q", "-s", "Portal down", "-m", "It is."], env=env, check=True, timeout=60)
        with open(home + "/TEAM", "w", encoding="utf-8") as team:
            team.write(TEAM)
        subprocess.run([program, "team", "apply", "-q", home + "/TEAM"], env=env, check=True, timeout=60)
        for line in COMMANDS:
            words = line.replace("TEAM", home + "/TEAM").split()
            done, calls = opened(program, words, env, home + "/calls")
            if done.returncode != 0 or "libc.so" not in calls:
                problems.append(f"{line}: exit {done.returncode}: {done.stdout}")
            problems += [f"{line} opened {found}" for found in HEAVY.findall(calls)]
        for line, module in NEED.items():
            modules = {m for m in re.findall(r"dsupport-[a-z]+", "".join(HEAVY.findall(opened(program, line.split(), env, home + "/calls")[1])))}
            if modules != {module}:
                problems.append(f"{line} opened {modules or 'none'}, not {module}")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
