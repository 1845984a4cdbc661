#!/usr/bin/env python3
"""Handovers by a timer that is anything but exact, and the examples that run them.

    handover_test.py DSUPPORT runs [N]      N runs under a moving clock: skipped, doubled, two at once, killed half-way
    handover_test.py DSUPPORT examples      the script, the cron line and the units of examples/
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
UTC, LONDON = timezone.utc, ZoneInfo("Europe/London")
ORDERS = {"first-level": ["ada", "bo", "cy", "dee"], "technical": ["bo", "cy", "dee", "ada"]}
ANCHOR = datetime(2026, 1, 5, 9)
TEAM = """
[people.ada]
phone = "+44 1"
[people.bo]
phone = "+44 2"
[people.cy]
phone = "+44 3"
[people.dee]
phone = "+44 4"
[lines.uk]
number = "+44 20"
fallback = "+44 9"
[rota]
tz = "Europe/London"
""" + "".join(
    f'[[rota.{role}]]\nfrom = {ANCHOR.isoformat()}\nevery = "12 hours"\norder = {json.dumps(order)}\n'
    for role, order in ORDERS.items()
)


class World:
    def __init__(self, program, directory):
        self.program, self.home = program, Path(directory) / "home"
        self.env = {"PATH": f"{Path(program).parent}:{os.environ['PATH']}", "HOME": directory, "DSUPPORT_HOME": str(self.home),
                    "DSUPPORT_TEST_SEED": "1", "TZ": "UTC", "LANG": "C.UTF-8", "USER": "ada"}

    def start(self, now, *words):
        env = {**self.env, "DSUPPORT_TEST_NOW": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
        return subprocess.Popen([self.program, *words], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def run(self, now, *words, expect=(0,)):
        process = self.start(now, *words)
        output = process.communicate(timeout=120)[0]
        assert process.returncode in expect, f"{words}: status {process.returncode}\n{output}"
        return output

    def records(self):
        with sqlite3.connect(f"file:{self.home}/data/dsupport.db?mode=ro", uri=True) as db:
            rows = db.execute("SELECT header FROM event WHERE kind = 'handover' ORDER BY n").fetchall()
        return [json.loads(header) for (header,) in rows]


def handoffs(first, last):
    """Every true handoff after `first` up to `last` as (role, start, who), by another program's zones."""
    out, k = [], 0
    while True:
        start = (ANCHOR + k * timedelta(hours=12)).replace(tzinfo=LONDON).astimezone(UTC)
        if start > last:
            return out
        if start > first:
            out += [(role, start, order[k % len(order)]) for role, order in ORDERS.items()]
        k += 1


def runs(program, count):
    dice = random.Random(4)
    with tempfile.TemporaryDirectory() as directory:
        world = World(program, directory)
        hook, told = Path(directory) / "hook", Path(directory) / "told"
        hook.write_text(f"#!/bin/sh\ncat >>{told}.new; test ! -e {directory}/broken && cat {told}.new >>{told}; s=$?; rm -f {told}.new; exit $s\n")
        hook.chmod(0o755)
        (Path(directory) / "team.toml").write_text(TEAM)
        now = datetime(2026, 3, 20, 8, 59, tzinfo=UTC)  # the clocks change nine days later
        world.run(now, "team", "apply", f"{directory}/team.toml", "-q")
        world.run(now, "config", "set", "rota.hook", str(hook))
        auto = ("rota", "handover", "--auto", "-q")
        world.run(now, *auto)
        begun, killed = now, 0
        for _ in range(count):
            now += dice.choice([timedelta(seconds=0), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=11), timedelta(hours=40)])
            broken = Path(directory) / "broken"
            broken.touch() if dice.random() < 0.1 else broken.unlink(missing_ok=True)
            how = dice.choice(["plain", "plain", "twice", "at once", "killed"])
            if how == "killed":
                process = world.start(now, *auto)
                time.sleep(dice.random() * 0.05)
                process.send_signal(signal.SIGKILL)
                process.communicate()
                killed += process.returncode == -signal.SIGKILL
                continue
            if how == "at once":
                both = [world.start(now, *auto), world.start(now, *auto)]
                for process in both:
                    output = process.communicate(timeout=120)[0]
                    assert process.returncode in (0, 75), output
            for _ in range({"plain": 1, "twice": 2}.get(how, 0)):
                world.run(now, *auto, expect=(0, 75))
        (Path(directory) / "broken").unlink(missing_ok=True)
        world.run(now, *auto)

        records = world.records()
        found = sorted((r["role"], r["start"], r["who"]) for r in records)
        start_of = lambda t: int(t.timestamp() * 1000)
        true = sorted((role, start_of(t), who) for role, t, who in handoffs(begun, now))
        since = min(r["start"] for r in records)
        assert [f for f in found if f[1] > start_of(begun)] == true, "the records are not the true handoffs"
        assert len([f for f in found if f[1] == since]) == len(ORDERS), "the first holders are recorded once"
        mails = json.loads(world.run(now, "outbox", "list", "--all", "--json"))
        notes = [m for m in mails if m["subject"].startswith("Handover ")]
        assert len(notes) == len(records), f"{len(notes)} mails for {len(records)} records"
        assert len({m["message_id"] for m in notes}) == len(notes)
        on_duty = json.loads(world.run(now, "rota", "now", "--json"))
        last = json.loads(told.read_text().splitlines()[-1])
        assert last["lines"][0]["person"] == on_duty["roles"][0]["seats"][0]["person"]
        assert "hook" not in [n["kind"] for n in json.loads(world.run(now, "status", "--json"))["needs"]]
        assert killed > count // 50, f"only {killed} runs were killed in time"
        print(f"{count} runs, {killed} killed, {len(records)} records, {len(notes)} mails")


def examples(program):
    with tempfile.TemporaryDirectory() as directory:
        world = World(program, directory)
        (Path(directory) / "team.toml").write_text('[group]\naddresses = ["support@example.org"]\n' + TEAM)
        now = datetime(2026, 11, 24, 9, tzinfo=UTC)
        world.run(now, "team", "apply", f"{directory}/team.toml", "-q")
        folder = Path(directory) / "group"
        folder.mkdir()
        for key, value in (("me.email", "ada@example.org"), ("transport.kind", "dir"), ("transport.path", str(folder))):
            world.run(now, "config", "set", key, value)
        world.run(now, "config", "set", "rota.hook", str(EXAMPLES / "forward-phones.sh"))
        env = {**world.env, "DSUPPORT_TEST_NOW": "2026-11-24T21:30:00Z"}
        for expected in (2, 2):
            done = subprocess.run([EXAMPLES / "handover.sh"], env=env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert len(world.records()) == expected, done.stderr
        mails = [f.read_bytes().decode() for f in folder.rglob("*") if f.is_file()]
        notes = [m for m in mails if "\r\nSubject: Handover " in m]
        assert len(notes) == expected, mails
        assert any("first-level goes from nobody to" in m for m in notes), notes[0]
        assert all("-----BEGIN DSUPPORT EVENTS v1-----" in m for m in notes)
        wanted = json.dumps({"lines": [{"line": "uk", "target": "+44 1"}, {"line": "us", "target": None}]})
        if shutil.which("jq"):
            said = subprocess.run([EXAMPLES / "forward-phones.sh"], input=wanted, env=env, capture_output=True, text=True, check=True)
            assert said.stdout == "forward uk to +44 1\n", said.stdout
        # Five fields and a command that is there.
        line = [l for l in (EXAMPLES / "handover.cron").read_text().splitlines() if not l.startswith("#")][0].split()
        assert len(line) == 6 and (EXAMPLES / Path(line[5]).name).exists(), line
        timer = (EXAMPLES / "systemd/dsupport-handover.timer").read_text()
        assert "Persistent=true" in timer and " UTC\n" in timer
        if not shutil.which("systemd-analyze"):
            print("skipped: systemd-analyze is not there")
            sys.exit(77)
        for name in ("service", "timer"):
            shutil.copy(EXAMPLES / f"systemd/dsupport-handover.{name}", directory)
        unit = Path(directory) / "dsupport-handover.service"
        unit.write_text(unit.read_text().replace("/usr/bin/dsupport", program))
        checked = subprocess.run(["systemd-analyze", "verify", "--man=no", str(Path(directory) / "dsupport-handover.timer")],
                                 capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        calendar = timer.split("OnCalendar=")[1].splitlines()[0]
        subprocess.run(["systemd-analyze", "calendar", calendar], check=True, capture_output=True)


if __name__ == "__main__":
    if sys.argv[2] == "runs":
        runs(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 1000)
    else:
        examples(sys.argv[1])
