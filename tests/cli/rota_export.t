# The rota as a calendar. The calendar itself is read by two other programs in calendar_test.py.
$ cat >team.toml <<'END'
> [people.ada]
> name = "Ada Lovelace"
> [people.bo]
> [people.cy]
> [rota]
> tz = "Europe/London"
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["ada", "bo"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["bo", "ada"]
> END
$ dsupport team apply team.toml -q
$ dsupport rota export --role technical --to 2026-11-25T00:00:00Z | tr -d '\r' | sed 's/@.*/@TEAM/'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//dsupport//rota//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Rota: technical
BEGIN:VEVENT
UID:technical-0-20260105T090000-46@TEAM
DTSTAMP:20261124T090000Z
LAST-MODIFIED:20261124T090000Z
SEQUENCE:4000
DTSTART:20261123T090000Z
DTEND:20261130T090000Z
SUMMARY:technical: bo
DESCRIPTION:rotation
CATEGORIES:technical
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

# A change raises the number of the turn that it touches, and of no other.
$ shifts() { dsupport rota export --role first-level --to 2026-12-05T00:00:00Z --json "$@" | jq -r '.[] | [.sequence, .status, (.uid | sub("@.*"; "") | sub("-[0-9a-f]{12}$"; "-COVER")), .person, .since, .until] | @tsv'; }
$ shifts
4000	confirmed	first-level-0-20260105T090000-46	ada	2026-11-23T09:00:00Z	2026-11-30T09:00:00Z
4000	confirmed	first-level-0-20260105T090000-47	bo	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z
$ dsupport rota cover cy --role first-level --from 2026-12-01T00:00:00Z --to 2026-12-02T00:00:00Z -q
$ shifts
4000	confirmed	first-level-0-20260105T090000-46	ada	2026-11-23T09:00:00Z	2026-11-30T09:00:00Z
4001	confirmed	first-level-0-20260105T090000-47	bo	2026-11-30T09:00:00Z	2026-12-01T00:00:00Z
4001	confirmed	first-level-0-20260105T090000-47-COVER	cy	2026-12-01T00:00:00Z	2026-12-02T00:00:00Z
4001	confirmed	first-level-0-20260105T090000-47.1	bo	2026-12-02T00:00:00Z	2026-12-07T09:00:00Z
$ shifts cy
4001	confirmed	first-level-0-20260105T090000-47-COVER	cy	2026-12-01T00:00:00Z	2026-12-02T00:00:00Z

# What is taken back is called off, for 30 days.
$ id=$(dsupport rota export cy --json | jq -r '.[0].event')
$ DSUPPORT_TEST_NOW=2026-11-24T10:00:00Z dsupport rota cancel $id -q
$ export DSUPPORT_TEST_NOW=2026-11-24T11:00:00Z
$ shifts
4000	confirmed	first-level-0-20260105T090000-46	ada	2026-11-23T09:00:00Z	2026-11-30T09:00:00Z
4002	confirmed	first-level-0-20260105T090000-47	bo	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z
4002	cancelled	first-level-0-20260105T090000-47-COVER	cy	2026-12-01T00:00:00Z	2026-12-02T00:00:00Z
4002	cancelled	first-level-0-20260105T090000-47.1	bo	2026-12-02T00:00:00Z	2026-12-07T09:00:00Z
$ dsupport rota export cy --json | jq -r '.[].changed'
2026-11-24T10:00:00Z
$ dsupport rota export cy | grep -c STATUS:CANCELLED
1
$ DSUPPORT_TEST_NOW=2026-12-24T09:59:59Z shifts --from 2026-11-30T09:00:00Z | cut -f2
confirmed
cancelled
cancelled
$ DSUPPORT_TEST_NOW=2026-12-24T10:00:00Z shifts --from 2026-11-30T09:00:00Z | cut -f2
confirmed

# An undo counts, too; so do new rules, for every shift.
$ dsupport undo -q
$ shifts | cut -f-2
5000	confirmed
5002	confirmed
5002	confirmed
5002	confirmed
$ sed 's/name = "Ada Lovelace"/name = "Ada King"/' team.toml >new.toml; dsupport team apply new.toml -q
$ shifts | cut -f1
6000
6002
6002
6002

# A machine that has the same events gives the same bytes, and remembers nothing.
$ dsupport rota export >here.ics; dsupport export -q team.events
$ DSUPPORT_HOME=$PWD/other dsupport import team.events -q 2>/dev/null; DSUPPORT_HOME=$PWD/other dsupport rota export | cmp - here.ics

# Into a file, in place of what is there; a feed is read again and again.
$ dsupport rota export --me -o me.ics
me.ics: shifts: 27; called off: 0
$ dsupport rota export --me -o me.ics --quiet; grep -c BEGIN:VEVENT me.ics
27
$ dsupport rota export --me --json -o me.json -q; jq length me.json
27
$ dsupport rota export -o missing/rota.ics -q; ls missing
dsupport: there is no directory missing
hint: mkdir -p missing
ls: cannot access 'missing': No such file or directory
[exit 2]
$ mkdir folder; dsupport rota export -o folder
dsupport: folder is a directory
hint: dsupport rota export -o folder/rota.ics
[exit 73]
$ dsupport rota export -o missing/rota.ics
dsupport: there is no directory missing
hint: mkdir -p missing
[exit 73]
$ dsupport rota export -o /proc/rota.ics
dsupport: [..]
cause: No such file or directory
[exit 73]

# What was typed wrong.
$ dsupport rota export eve
dsupport: no person matches 'eve'
...
[exit 67]
$ dsupport rota export --to 2038-01-02T00:00:00Z
dsupport: no answer for times from 2038 on
hint: the zone data of some systems lack daylight saving there
[exit 1]
$ dsupport rota export --from 2026-12-02T00:00:00Z --to 2026-12-01T00:00:00Z
dsupport: the span ends before it begins
hint: --from is before --to
[exit 64]
$ dsupport rota show -o rota.ics
dsupport: rota show has no option --output
hint: man dsupport-rota
[exit 64]
