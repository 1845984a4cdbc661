# What the program tells the shells. completion_test.py asks the shells themselves.

$ dsupport log -s 'Portal down' -m 'error 500' -q
$ code=$(dsupport list --template '{code}'); other() { sed "s/$code/CODE/"; }

$ dsupport __complete -- esc
escalate	hand a ticket to technical support
$ dsupport __complete -- show "$(echo "$code" | tr -d - | tr A-Z a-z | cut -c 1-5)" | other
CODE	Portal down
$ dsupport __complete -- close "$code" --as wo
wontfix
$ dsupport __complete -- list --urgency=hi
--urgency=high
$ dsupport __complete -- list --status new,op
new,open
$ dsupport __complete -- list --format t
table
tsv
$ dsupport __complete -- assign "$code" "" | cut -f 1
ada
me
on-duty
$ dsupport __complete -- config get me.
me.handle	your short name in the team; empty: your login name
me.name	your full name, as clients see it
me.email	the address your mails come from
me.tz	your time zone, such as Europe/London; empty: this machine's
$ dsupport __complete -- config l
list
$ dsupport __complete -- list --since=
$ dsupport __complete -- export ""
:files
$ dsupport __complete -- --home ""
:directories

# A home given on the line counts.
$ dsupport __complete -- --home elsewhere show ""

# Nothing fits, nothing can be read, nothing is typed: nothing is said.
$ dsupport __complete -- nonsense --x
$ dsupport __complete -- take zzz
$ dsupport __complete
$ printf 'me = 3\n' >home/config.toml; dsupport __complete -- esc | cut -f 1
escalate
$ printf 'junk' >home/data/dsupport.db; dsupport __complete -- show ""

# It is not in the help.
$ dsupport help | grep __
[exit 1]
