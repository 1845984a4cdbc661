#!/usr/bin/env python3
"""Two other programs read the same shifts from `rota export` as `rota show --json` gives.

    calendar_test.py DSUPPORT

They are python3-icalendar and python3-vobject, which share no code with libical nor with each other.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

try:
    import icalendar
    import vobject
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

# London's and Santiago's clocks change in different weeks; a name has what must be escaped, and a long one is folded.
TEAM = r"""
[people.ada]
name = "Lovelace, Ada; a \\ b, the \"Countess\""
[people.bo]
name = "Bø Diddley, who answers the telephone at night and in the morning, too: ☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎"
tz = "Africa/Nairobi"
[people.cy]
[people.dee]
[rota]
tz = "Europe/London"
[[rota.first-level]]
from = 2026-01-05T01:30:00
every = "1 day"
order = ["ada", "bo", "cy"]
[[rota.technical]]
from = 2026-01-05T00:00:00
every = "1 week"
tz = "America/Santiago"
order = ["dee"]
"""
FROM, TO = "2026-03-20T00:00:00Z", "2026-11-02T00:00:00Z"


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def by_icalendar(text):
    found = {}
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        assert "RRULE" not in event and event["DTSTART"].dt.utcoffset() == event["DTEND"].dt.utcoffset()
        found[str(event["UID"])] = (event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"]), str(event["STATUS"]), int(event["SEQUENCE"]))
    return found


def by_vobject(text):
    found = {}
    for event in vobject.readOne(text).contents.get("vevent", []):
        assert "rrule" not in event.contents
        assert event.uid.value not in found, "one name for two shifts"
        found[event.uid.value] = (event.dtstart.value, event.dtend.value, event.summary.value, event.status.value, int(event.sequence.value))
    return found


class Desk:
    def __init__(self, program, home):
        self.program, self.now = program, "2026-03-20T00:00:00Z"
        self.env = {"PATH": os.environ["PATH"], "HOME": home, "DSUPPORT_HOME": home + "/home", "DSUPPORT_TEST_SEED": "1", "TZ": "UTC",
                    "LANG": "C.UTF-8", "USER": "ada"}

    def run(self, *words):
        env = {**self.env, "DSUPPORT_TEST_NOW": self.now}
        done = subprocess.run([self.program, *words], env=env, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr.decode()}"
        return done.stdout.decode()

    def names(self):
        people = json.loads(self.run("team", "show", "--json"))["people"]
        return {p["person"]: p["name"] or p["person"] for p in people} | {None: "NOBODY"}

    def calendar(self, *words):
        """What both programs read, which must be the same; by uid."""
        text = self.run("rota", "export", "--from", FROM, "--to", TO, *words)
        assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75 and "\n" not in text.replace("\r\n", "")
        read, again = by_icalendar(text), by_vobject(text)
        assert read == again, [(a, b) for a, b in zip(sorted(read.items()), sorted(again.items())) if a != b][:1]
        return read

    def check(self, *words):
        """The shifts of the calendar are those that `show` gives."""
        names = self.names()
        shown = sorted(
            (when(s["since"]), when(s["until"]), f"{s['role']}: {names[s['person']]}")
            for s in json.loads(self.run("rota", "show", "--json", "--from", FROM, "--to", TO, *words)))
        calendar = self.calendar(*words)
        found = sorted(event[:3] for event in calendar.values() if event[3] == "CONFIRMED")
        assert found == shown, [(a, b) for a, b in zip(found, shown) if a != b][:3]
        return calendar


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="dsupport-calendar-") as home:
        (Path(home) / "team.toml").write_text(TEAM)
        desk = Desk(program, home)
        desk.run("team", "apply", home + "/team.toml", "-q")
        plain = desk.check()
        # The days on which the clocks of London change have 23.5 and 25 hours for a handoff at 01:30.
        lengths = sorted({(end - start).total_seconds() / 3600 for start, end, text, *_ in plain.values() if text.startswith("first")})
        assert lengths == [23.5, 24, 25], lengths
        assert {(e - s).total_seconds() / 3600 for s, e, text, *_ in plain.values() if text.startswith("tech")} == {167, 168, 169}

        desk.now = "2026-03-21T00:00:00Z"
        desk.run("rota", "cover", "cy", "--role", "first-level", "--from", "2026-03-29T00:30:00Z", "--to", "2026-03-29T02:00:00Z", "-q")
        desk.run("rota", "vacate", "--force", "--role", "technical", "--from", "2026-10-25T00:30:00Z", "--to", "2026-10-25T01:30:00Z", "-q")
        desk.run("rota", "away", "ada", "--from", "2026-06-01", "--to", "2026-06-09", "-q")
        covered = desk.check()
        for words in (["--role", "technical"], ["cy"], ["--me"]):
            desk.check(*words)
        assert any(event[2] == "technical: NOBODY" for event in covered.values())
        raised = {uid for uid in plain if uid in covered and covered[uid][4] > plain[uid][4]}
        assert {uid for uid in plain if uid in covered and covered[uid][:3] != plain[uid][:3]} <= raised
        # Of first-level and technical: eight days away touch 9 and 3 turns, the cover 1 and 1 (the second turn is cy's own),
        # the hour that is vacant 1 and 1.
        assert len(raised) == 16, len(raised)

        desk.now = "2026-03-22T00:00:00Z"
        ids = {s["event"] for s in json.loads(desk.run("rota", "export", "--json", "--from", FROM, "--to", TO)) if s["event"]}
        desk.run("rota", "cancel", *ids, "-q")
        after = desk.check()
        gone = {uid for uid, event in after.items() if event[3] == "CANCELLED"}
        assert gone == set(covered) - {uid for uid, event in after.items() if event[3] == "CONFIRMED"} and len(gone) == 3, gone
        assert all(after[uid][4] > covered[uid][4] for uid in gone)
        assert after[min(gone)][:3] == covered[min(gone)][:3], "what is called off is still named as it was"
        desk.now = "2026-04-21T00:00:01Z"
        assert all(event[3] == "CONFIRMED" for event in desk.check().values()), "30 days later it is forgotten"
        print(f"{len(plain)} shifts, {len(raised)} raised, {len(gone)} called off")


if __name__ == "__main__":
    main()
