# The record of a handover, its mail, and what goes wrong on the way.
$ cat >team.toml <<'END'
> [group]
> addresses = ["support@example.org"]
> [people.ada]
> name = "Ada Lovelace"
> phone = "+44 1"
> [people.bo]
> phone = "+44 2"
> [people.cy]
> [lines.uk]
> number = "+44 20"
> fallback = "+44 9"
> [rota]
> tz = "Europe/London"
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 day"
> order = ["ada", "bo"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 day"
> order = ["bo", "ada"]
> END
$ dsupport team apply team.toml -q; dsupport config set me.email ada@example.org; mkdir group
$ dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group
$ dsupport rota handover --auto
first-level nobody to bo at 2026-11-24T09:00:00Z
technical nobody to ada at 2026-11-24T09:00:00Z
$ dsupport rota handover --auto
$ dsupport sync -q; rm -r group/*

# How things stand when the next one comes.
$ call() { dsupport log -q -s "$1" -m text --from 'Jo <jo@client.example>'; }
$ call 'Nobody looked'
$ call 'Printer'; dsupport triage @ --nature technical -q; dsupport escalate @ -q
$ call 'Invoice'; dsupport triage @ --nature business -q; dsupport take @ -q; dsupport reply @ -m 'By noon.' --promise 2026-11-25T12:00:00Z -q 2>/dev/null
$ call 'Which version'; dsupport triage @ --nature question -q; dsupport wait @ --on client -q
$ call 'Disk'; dsupport triage @ --urgency high -q; dsupport wait @ --on 'the hosting company' --until 2026-11-26T09:00:00Z -q
$ dsupport rota handover -m 'The printer smokes.' --role technical
technical of 2026-11-24T09:00:00Z: noted for whoever comes next
$ export DSUPPORT_TEST_NOW=2026-11-25T09:30:00Z
$ dsupport rota handover --auto -m 'Keys are in the drawer.'
first-level bo to ada at 2026-11-25T09:00:00Z
technical ada to bo at 2026-11-25T09:00:00Z
$ dsupport sync -q
$ note() { tr -d '\r' <"$(grep -rl "^Subject: Handover $1" group | head -n 1)" | sed '1,/^$/d' | sed -E '1,/^$/d; /^--=_ds/,$d; s/[0-9A-Z]{3}-[0-9A-Z]{3}/CODE/'; }
$ note first-level
first-level goes from bo to Ada Lovelace at 2026-11-25 09:00 UTC, until 2026-11-26 09:00 UTC.
Said late, at 2026-11-25 09:30 UTC.

Keys are in the drawer.

New, not triaged: 1
  CODE  normal, Nobody looked

Open, owed by first-level: 1
  CODE  normal, Invoice (held by ada), promised by 2026-11-25 12:00 UTC

Open, owed by technical: 1
  CODE  normal, Printer

Promised: 1
  CODE  normal, Invoice (held by ada), promised by 2026-11-25 12:00 UTC

Waiting for the client: 1
  CODE  normal, Which version

Blocked by others: 1
  CODE  high, Disk, waits for the hosting company
\
$ note technical | head -n 8
technical goes from Ada Lovelace to bo at 2026-11-25 09:00 UTC, until 2026-11-26 09:00 UTC.
Said late, at 2026-11-25 09:30 UTC.

Ada Lovelace: The printer smokes.

Keys are in the drawer.

New, not triaged: 1
$ grep -rh '^Subject: Handover' group | tr -d '\r' | sort
Subject: Handover first-level: bo to ada
Subject: Handover technical: ada to bo

# The incoming person says so; a colleague's machine says whose work the rest is.
$ dsupport rota handover --accept
first-level of 2026-11-25T09:00:00Z: accepted
$ dsupport rota handover --accept
dsupport: no recorded shift of yours waits for that
hint: the keeper records them: dsupport rota handover --auto
[exit 1]
$ dsupport rota now --at 2026-11-24T12:00:00Z
at Tue 24 Nov 12:00 UTC
first-level  bo         until Wed 25 Nov 09:00 UTC  +44 2
technical    ada        until Wed 25 Nov 09:00 UTC  +44 1
$ dsupport rota handover --correct cy --role first-level --at 2026-11-24T12:00:00Z
first-level of 2026-11-24T09:00:00Z: cy was on duty
$ dsupport rota now --at 2026-11-24T12:00:00Z --role first-level
at Tue 24 Nov 12:00 UTC
first-level  cy         until Wed 25 Nov 09:00 UTC
$ dsupport rota handover --correct cy --role first-level --at 2026-11-24T12:00:00Z
dsupport: no record says otherwise
hint: the keeper records them: dsupport rota handover --auto
[exit 1]

# A clock behind the newest record does nothing.
$ DSUPPORT_TEST_NOW=2026-11-24T10:00:00Z dsupport rota handover --auto
warning: the clock says 2026-11-24T10:00:00Z, but a handover of 2026-11-25T09:00:00Z is recorded: nothing was done

# The phones: a program that fails is tried again and shown; whoever has no phone sends the caller to the fallback.
$ printf '#!/bin/sh\ntest ! -e %s/broken || { echo no line; exit 3; }\njq -r .lines[].target\n' $PWD >forward; chmod +x forward
$ touch broken; dsupport config set rota.hook $PWD/forward
$ dsupport rota handover --auto
dsupport: the phones were not forwarded: it ended with status 3: no line
hint: the next `dsupport rota handover --auto` tries it again
[exit 75]
$ dsupport status | grep -A1 'needs you'
needs you  the phones were not forwarded: it ended with status 3: no line, at 2026-11-25T09:30:00Z: dsupport rota handover --auto
$ dsupport status --check >/dev/null
[exit 1]
$ dsupport rota handover --auto --json
{"schema":1,"handovers":[],"hook":"failed"}
dsupport: the phones were not forwarded: it ended with status 3: no line
hint: the next `dsupport rota handover --auto` tries it again
[exit 75]
$ rm broken; dsupport rota handover --auto
the phones are forwarded
$ dsupport rota handover --auto --json
{"schema":1,"handovers":[],"hook":"unchanged"}
$ dsupport status --json | jq -c '[.needs[].kind]'
[]
$ dsupport rota cover cy --role first-level -q; dsupport rota now --role first-level
first-level  cy         until Thu 26 Nov 09:00 UTC  (cover)
cy has no phone number in the team document
$ printf '#!/bin/sh\njq -c .lines >%s/told\n' $PWD >forward; dsupport rota handover --auto; cat told
first-level ada to cy at 2026-11-25T09:30:00Z
the phones are forwarded
[{"line":"uk","number":"+44 20","person":null,"target":"+44 9"}]

# Of what it prints no more is kept than says what went wrong.
$ printf '#!/bin/sh\nprintf "no line %%5000s" . | tr " " x; exit 1\n' >forward
$ export DSUPPORT_TEST_NOW=2026-11-26T09:00:00Z; dsupport rota handover --auto -q 2>&1 | head -n 1 | wc -c
268
$ rm forward; dsupport config set rota.hook '[]'

# Words are for whoever comes next, and not for those after them, however late the records are.
$ dsupport rota handover -m 'The lift is stuck.' --role technical -q; dsupport sync -q; rm -r group/*
$ export DSUPPORT_TEST_NOW=2026-11-29T10:00:00Z; dsupport rota handover --auto | grep -c technical
3
$ dsupport sync -q; grep -rl 'The lift is stuck' group | wc -l
1

# Many at once are a wrong clock, or weeks in which no timer ran.
$ DSUPPORT_TEST_NOW=2036-11-26T09:00:00Z dsupport rota handover --auto
dsupport: 7300 handovers since 2026-11-30T09:00:00Z have no record, and the clock says 2036-11-26T09:00:00Z: nothing was done
hint: when the clock is right: dsupport rota handover --auto --force
[exit 1]
$ DSUPPORT_TEST_NOW=2027-01-31T09:00:00Z dsupport rota handover --auto --force -n | wc -l
252

# A timer elsewhere finds the keeper and does nothing; nor does one where there is no rota.
$ dsupport export -q team.events; DSUPPORT_HOME=$PWD/other dsupport import team.events -q 2>/dev/null
$ DSUPPORT_HOME=$PWD/other dsupport rota handover --auto
the keeper is another machine, of ada: nothing to do here
$ DSUPPORT_HOME=$PWD/third dsupport rota handover --auto
dsupport: there is no rota
hint: write a [rota] into $HOME/third/team.toml and put it into the log: dsupport team apply $HOME/third/team.toml
[exit 1]

# What was typed wrong.
$ dsupport rota handover
dsupport: rota handover needs --auto, --accept, --correct or -m TEXT
hint: --auto is for timers; -m leaves words for whoever comes next
[exit 64]
$ dsupport rota handover --accept --force
dsupport: rota handover --force needs --auto
[exit 64]
$ dsupport rota handover --auto --accept
dsupport: one of --auto, --accept and --correct at a time
[exit 64]
$ dsupport rota handover --correct cy
dsupport: rota handover --correct needs PERSON and --role
hint: dsupport rota handover --correct ada --role technical --at '2026-11-24 09:00'
[exit 64]
$ dsupport rota handover --correct eve --role technical
dsupport: no person matches 'eve'
hint: `dsupport team show` lists the people
[exit 67]
