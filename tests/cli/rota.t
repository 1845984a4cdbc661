# Without rules nobody is on duty, and it says what to do.
$ dsupport rota now
dsupport: nobody is on duty: no rules in force
hint: write a [rota] into $HOME/home/team.toml and put it into the log: dsupport team apply $HOME/home/team.toml
[exit 1]
$ dsupport rota show
dsupport: there is no rota
hint: write a [rota] into $HOME/home/team.toml and put it into the log: dsupport team apply $HOME/home/team.toml
[exit 1]

$ cat >team.toml <<'END'
> [people.ada]
> name = "Ada Lovelace"
> phone = "+44 20 7946 0999"
> [people.bo]
> name = "Bo Diddley"
> tz = "Africa/Nairobi"
> [people.cy]
> [people.dee]
> [rota]
> tz = "UTC"
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["ada", "bo", "cy", "dee"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["bo", "cy", "dee", "ada"]
> END
$ dsupport team apply team.toml -q

# 2026-11-23 09:00 is 46 weeks after the start: the third of each order.
$ dsupport rota now
first-level  cy         until Mon 30 Nov 09:00 UTC
technical    dee        until Mon 30 Nov 09:00 UTC
$ dsupport rota now --role technical --json
{"schema":1,"at":"2026-11-24T09:00:00Z","roles":[{"role":"technical","seats":[{"seat":0,"person":"dee","since":"2026-11-23T09:00:00Z","until":"2026-11-30T09:00:00Z","reason":"rotation","phone":null,"turn_of":"dee","event":null}]}],"problems":[]}
$ dsupport rota now --at '2026-12-07 09:00' --json | jq -r '.roles[].seats[].person'
at Mon 7 Dec 09:00 UTC
ada
bo
$ dsupport rota now --at 2025-12-31T00:00:00Z
dsupport: nobody is on duty: no rules in force
hint: the first rules begin Mon 5 Jan 09:00 UTC
[exit 1]
$ dsupport rota now --at 2038-01-01T00:00:00Z
dsupport: nobody is on duty: no answer for times from 2038 on
hint: the zone data of some systems lack daylight saving there
[exit 1]

# What was is only computed as long as no record says it.
$ dsupport rota now --at 2026-11-20T00:00:00Z
at Fri 20 Nov 00:00 UTC
first-level  bo         until Mon 23 Nov 09:00 UTC  (computed)
technical    cy         until Mon 23 Nov 09:00 UTC  (computed)

# The next shifts: of everybody, of one, my own.
$ dsupport rota next --limit 2
first-level	dee	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z	rotation
technical	ada	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z	rotation
$ dsupport rota next bo --role first-level --limit 1 --json | jq -c '.[0] | [.person, .since, .reason, .phone]'
["bo","2026-12-14T09:00:00Z","rotation",null]
$ dsupport rota next --me --limit 1
technical	ada	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z	rotation

# Drawn, with a day a column.
$ dsupport rota show --format table --to '2026-12-02'
to Wed 2 Dec 00:00 UTC
             *Tue 24 Wed 25  Thu 26  Fri 27  Sat 28  Sun 29  Mon 30  Tue 1
first-level  cy-------------------------------------------------|dee---------
technical    dee------------------------------------------------|ada---------
$ dsupport rota show --from 2026-11-30T00:00:00Z --to 2026-12-01T00:00:00Z --role technical
technical	0	dee	2026-11-23T09:00:00Z	2026-11-30T09:00:00Z	rotation
technical	0	ada	2026-11-30T09:00:00Z	2026-12-07T09:00:00Z	rotation
$ dsupport rota show --zone Mars/Olympus
dsupport: there is no time zone 'Mars/Olympus'
hint: a name of the zone database, for example Europe/London
[exit 64]
$ dsupport rota show --from 2037-12-01T00:00:00Z --to 2038-01-02T00:00:00Z
dsupport: no answer for times from 2038 on
hint: the zone data of some systems lack daylight saving there
[exit 1]

# At a terminal, in colours that are whole.
$pty dsupport rota show --role technical --from 2026-11-30T00:00:00Z --to 2026-12-01T00:00:00Z
^[[1m           Mon 30^[[0m
technical  dee|ada-

# The proof.
$ dsupport rota check
from 2026-11-24T09:00:00Z until 2027-02-23T09:00:00Z (13 weeks; a full cycle of both roles takes 4 weeks), zone data [..]
every seat is held at every moment, and nobody holds two

# A cover of a part of a shift, and every way to get it wrong.
$ dsupport rota cover ada --role first-level --from 2026-11-26T12:00:00Z --to 2026-11-26T18:00:00Z
first-level ada for cy, Thu 26 Nov 12:00 UTC to Thu 26 Nov 18:00 UTC
$ dsupport rota now --at 2026-11-26T12:00:00Z --role first-level
at Thu 26 Nov 12:00 UTC
first-level  ada        until Thu 26 Nov 18:00 UTC  +44 20 7946 0999  (cover)
$pty COLUMNS=60 dsupport rota now --at 2026-11-26T12:00:00Z --role first-level
at Thu 26 Nov 12:00 UTC
first-level  ada        until Thu 26 Nov 18:00 UTC
             +44 20 7946 0999  (cover)
$pty COLUMNS=60 dsupport rota show --from 2026-11-26T00:00:00Z --to 2026-11-27T00:00:00Z
...
[..] first-level ada for cy, Thu 26 Nov 12:00 UTC to Thu
         26 Nov 18:00 UTC, by ada
$ dsupport rota cover bo --role first-level --from 2026-11-26T14:00:00Z --to 2026-11-26T16:00:00Z
dsupport: first-level is covered from 2026-11-26T14:00:00Z until 2026-11-26T16:00:00Z already, by ada
hint: --out ada covers that cover, --replace puts this one in its place
[exit 1]
$ dsupport rota cover bo --role first-level --from 2026-11-26T14:00:00Z --to 2026-11-26T16:00:00Z --out ada --json | jq -c '[.kind, .pieces[0].who, .pieces[0].out]'
["cover","bo","ada"]
$ dsupport rota cover ada --role first-level --from 2026-11-26T12:00:00Z --to 2026-11-26T13:00:00Z
dsupport: that changes nothing: ada holds first-level from 2026-11-26T12:00:00Z until 2026-11-26T13:00:00Z anyway
[exit 1]
$ dsupport rota cover bo --role first-level --from 2026-11-27T12:00:00Z --to 2026-11-27T13:00:00Z --out ada
dsupport: ada does not hold first-level at 2026-11-27T12:00:00Z: cy does
hint: dsupport rota show
[exit 1]
$ dsupport rota cover dee --role first-level --from 2026-11-27T12:00:00Z --to 2026-11-27T13:00:00Z
dsupport: dee has another seat at 2026-11-27T12:00:00Z
hint: dsupport rota swap exchanges the two, --backfill PERSON fills the seat dee leaves
[exit 1]
$ dsupport rota cover dee --role first-level --from 2026-11-27T12:00:00Z --to 2026-11-27T13:00:00Z --backfill bo
first-level dee for cy, Fri 27 Nov 12:00 UTC to Fri 27 Nov 13:00 UTC
technical bo for dee, Fri 27 Nov 12:00 UTC to Fri 27 Nov 13:00 UTC
$ dsupport rota cover ada --role first-level --from 2026-11-20T12:00:00Z --to 2026-11-20T13:00:00Z
dsupport: from 2026-11-20T12:00:00Z until 2026-11-20T13:00:00Z is over
[exit 1]
$ dsupport rota cover ada --role first-level --from 2026-11-24T08:00:00Z --to 2026-11-24T10:00:00Z
first-level ada for cy, Tue 24 Nov 09:00 UTC to Tue 24 Nov 10:00 UTC
it begins now, at 2026-11-24T09:00:00Z: what was cannot be changed
$ dsupport rota cover ada --role first-level --from 2026-11-28T08:00:00Z --to 2026-11-28T08:00:00Z
dsupport: from 2026-11-28T08:00:00Z until 2026-11-28T08:00:00Z is no time at all
[exit 64]
$ dsupport rota cover ada
dsupport: rota cover needs a role
hint: --role first-level, or --role technical
[exit 64]
$ dsupport rota cover ada --role technical --seat 3
dsupport: no such seat then: technical seat 3
hint: dsupport rota now --json shows the seats
[exit 1]
$ dsupport rota cover adda --role technical
dsupport: no person matches 'adda'
hint: did you mean 'ada'?
[exit 67]

# A seat that is given up needs somebody, or --force; it is drawn so that nobody overlooks it.
$ dsupport rota vacate --role technical --from 2026-11-28T10:00:00Z --to 2026-11-28T12:00:00Z
dsupport: that leaves a gap: technical is vacant: it was given up, and nobody covers it from 2026-11-28T10:00:00Z until 2026-11-28T12:00:00Z
hint: name somebody who covers it; --force leaves the gap
[exit 1]
$ dsupport rota vacate --role technical --from 2026-11-28T10:00:00Z --to 2026-11-28T12:00:00Z --force
technical nobody for dee, Sat 28 Nov 10:00 UTC to Sat 28 Nov 12:00 UTC
it leaves a gap: technical is vacant: it was given up, and nobody covers it from 2026-11-28T10:00:00Z until 2026-11-28T12:00:00Z
$ dsupport rota show --format table --from 2026-11-28T00:00:00Z --to 2026-11-29T00:00:00Z --role technical
           Sat 28
technical  dee-------!!|dee--------
...
$ dsupport rota show bo --format table --from 2026-11-28T00:00:00Z --to 2026-12-16T00:00:00Z | tail -n 3
             Mon 14  Tue 15
first-level     |bo----------
technical    bo-
$ dsupport rota check | sed -n 2p
first at 2026-11-28T10:00:00Z (Sat 28 Nov 10:00 UTC): technical is vacant: it was given up, and nobody covers it

# Days away, in the person's own zone; only a lead speaks for others.
$ dsupport rota away bo --from 2026-12-08 --to 2026-12-09
bo away, Tue 8 Dec 00:00 EAT to Wed 9 Dec 00:00 EAT
technical from 2026-12-07T21:00:00Z until 2026-12-08T21:00:00Z needs a cover
$ dsupport rota cover bo --role first-level --from 2026-12-08T00:00:00Z --to 2026-12-08T01:00:00Z --backfill cy
dsupport: bo is away at 2026-12-08T00:00:00Z
hint: --force writes it all the same
[exit 1]
$ dsupport rota away bo --from 2026-11-01 --to 2026-11-02
dsupport: those days are over
[exit 1]

# Taken back by the beginning of its id, or by undo.
$ id=$(dsupport rota show --format table --to 2026-12-20T00:00:00Z | grep 'bo away' | cut -d' ' -f1)
$ dsupport rota cancel $id -q; dsupport rota show --format table --to 2026-12-20T00:00:00Z | grep -c 'bo away'
0
[exit 1]
$ dsupport undo -q; dsupport rota show --format table --to 2026-12-20T00:00:00Z | grep -c 'bo away'
it leaves a gap: technical is vacant: Bo Diddley is away from 2026-12-07T21:00:00Z until 2026-12-08T21:00:00Z
1
$ dsupport rota away bo --from 2026-12-08 --to 2026-12-09
dsupport: that changes nothing: bo is away from 2026-12-07T21:00:00Z until 2026-12-08T21:00:00Z anyway
[exit 1]
$ dsupport rota cancel 00000000
dsupport: no cover and no days away begin with '00000000'
hint: dsupport rota show --format table lists them with their ids
[exit 1]

# A cover that fills a gap is not taken back by undo, either.
$ dsupport rota cover dee --role technical --from 2026-12-08T10:00:00Z --to 2026-12-08T12:00:00Z -q
$ dsupport undo
dsupport: that leaves a gap: technical is vacant: Bo Diddley is away from 2026-12-07T21:00:00Z until 2026-12-08T21:00:00Z
hint: cover it first: dsupport rota cover; with --force, rota vacate and rota cancel leave it
[exit 1]
$ dsupport rota cancel $(dsupport rota now --at 2026-12-08T11:00:00Z --json | jq -r '.roles[] | .. | .event? // empty' | head -c 8) --force | cut -c9-
 taken back

# Two shifts change hands, or nothing does.
$ dsupport rota swap ada dee --at 2026-12-01T00:00:00Z --with 2026-12-01T00:00:00Z
technical dee for ada, Mon 30 Nov 09:00 UTC to Mon 7 Dec 09:00 UTC
first-level ada for dee, Mon 30 Nov 09:00 UTC to Mon 7 Dec 09:00 UTC
$ dsupport rota swap bo cy --at 2026-12-15T00:00:00Z --with 2026-12-22T00:00:00Z
dsupport: that swap does not fit: [..]
[exit 1]

# What was cannot be edited; what comes can be looked at first.
$ sed 's/"ada", "bo", "cy", "dee"/"dee", "bo", "cy", "ada"/' team.toml >edited.toml; dsupport team apply edited.toml
dsupport: that would change who was on duty: first-level from 2026-01-05T09:00:00Z until 2026-01-12T09:00:00Z was ada, and would be dee
hint: leave the versions as they are and add one with a later `from`; for somebody who leaves: dsupport rota leave
[exit 1]
$ cat team.toml - >more.toml <<'END'
> [[rota.first-level]]
> from = 2026-12-28T09:00:00
> every = "1 week"
> order = ["ada", "bo", "dee"]
> END
$ dsupport rota diff more.toml 2>warned | head -2; cat warned
first-level	0	2026-12-28T09:00:00Z	2027-01-04T09:00:00Z	dee	ada
technical	0	2026-12-28T09:00:00Z	2027-01-04T09:00:00Z	ada	
warning: that leaves a gap: technical is vacant: Ada Lovelace has another seat at that time from 2026-12-28T09:00:00Z until 2027-01-04T09:00:00Z; see dsupport rota check
$ dsupport team apply more.toml --dry-run >rehearsed
warning: that leaves a gap: technical is vacant: Ada Lovelace has another seat at that time from 2026-12-28T09:00:00Z until 2027-01-04T09:00:00Z; see dsupport rota check
$ dsupport rota diff team.toml
Nobody moves.

# Somebody leaves in the middle of a shift.
$ dsupport rota leave cy --at 2026-11-29T12:00:00Z
dsupport: rota leave needs --cover PERSON, who takes over
[exit 64]
$ dsupport rota leave cy --at 2026-11-29T12:00:00Z --cover dee
dsupport: dee has another seat at 2026-11-29T12:00:00Z
hint: dsupport rota swap exchanges the two, --backfill PERSON fills the seat dee leaves
[exit 1]
$ dsupport rota leave cy --at 2026-11-29T12:00:00Z --cover ada
cy leaves Sun 29 Nov 12:00 UTC, ada takes over
$ dsupport rota now --at 2026-11-29T12:00:00Z --json | jq -c '.roles[0].seats[0] | [.person, .reason, .turn_of]'
["ada","cover","cy"]

$ dsupport rota keeper --json | jq -c '[.person, .here]'
["ada",true]

# Seats of a role with several stand below each other; and what is wrong from the start is said at the start.
$ sed 's/order = \["bo", "cy", "dee", "ada"\]/&\ncapacity = 2/' team.toml >several.toml
$ DSUPPORT_HOME=$PWD/several dsupport team apply several.toml -q
warning: that leaves a gap: technical seat 1 is vacant: cy has another seat at that time from 2026-11-24T09:00:00Z until 2026-11-30T09:00:00Z; see dsupport rota check
$ DSUPPORT_HOME=$PWD/several dsupport rota now
first-level       cy         until Mon 30 Nov 09:00 UTC
technical         bo         until Mon 30 Nov 09:00 UTC
technical seat 1 is vacant: cy has another seat at that time
[exit 1]

# A zone that crossed the date line has a day less.
$ sed 's/2026-01-05T09/2011-12-01T00/; s/1 week/1 day/' team.toml >apia.toml
$ export DSUPPORT_HOME=$PWD/apia; DSUPPORT_TEST_NOW=2011-12-02T00:00:00Z dsupport team apply apia.toml -q
$ dsupport rota show --format table --zone Pacific/Apia --from 2011-12-29T10:00:00Z --to 2012-01-01T10:00:00Z --role technical
           Thu 29  Sat 31  Sun 1
technical  bo---|cy-----|dee----|ad
$ export DSUPPORT_HOME=$PWD/home

# What was typed wrong.
$ dsupport rota shwo
dsupport: rota has no verb 'shwo'
hint: did you mean 'show'?
[exit 64]
$ dsupport rota now --from 9:00
dsupport: rota now has no option --from
hint: man dsupport-rota
[exit 64]
$ dsupport rota now --role cook
dsupport: no role 'cook'
hint: first-level or technical
[exit 64]
