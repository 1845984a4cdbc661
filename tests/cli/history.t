$ dsupport log -q -s 'Portal down' -m 'Error 500.'; t=$(dsupport list --template '{code}'); dsupport triage $t --urgency high --tag vip -q; dsupport note $t -m 'The disk.' -q; dsupport close $t --as fixed -m 'Freed it.' -q

$ dsupport history $t
2026-11-24T09:00:00Z	ada	logged, subject Portal down	false	Error 500.	
2026-11-24T09:00:00Z	ada	status open, urgency high, +vip	false		
2026-11-24T09:00:00Z	ada	note	false	The disk.	
2026-11-24T09:00:00Z	ada	status closed as fixed	false	Freed it.	

$ dsupport undo -q; dsupport history $t --json | jq -c '.[] | [.kind, .what, .undone]'
["open","logged, subject Portal down",false]
["set","status open, urgency high, +vip",false]
["note","note",false]
["set","status closed as fixed",true]
["undo","took back: status closed as fixed",false]

$ dsupport history $t --format table
WHEN  BY   WHAT                               UNDONE  TEXT
now   ada  logged, subject Portal down        false   Error 500.
now   ada  status open, urgency high, +vip    false
now   ada  note                               false   The disk.
now   ada  status closed as fixed             true
now   ada  took back: status closed as fixed  false

$ dsupport history --mine
1	2026-11-24T09:00:00Z	[..]	false	took back: status closed as fixed
2	2026-11-24T09:00:00Z	[..]	true	status closed as fixed
3	2026-11-24T09:00:00Z	[..]	false	note
4	2026-11-24T09:00:00Z	[..]	false	status open, urgency high, +vip
5	2026-11-24T09:00:00Z	[..]	false	logged, subject Portal down

$ dsupport history --mine --json | jq -c '.[0] | keys'
["at","codes","n","op","undone","what"]

# Wrong input.

$ dsupport history
dsupport: history needs a ticket or --mine
hint: dsupport history @
[exit 64]

$ dsupport history $t --mine
dsupport: history needs a ticket or --mine
hint: dsupport history @
[exit 64]

$ dsupport history ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

# Related tickets have a history of their own; merged ones are part of it, with their code.

$ dsupport log -q -s 'One'; export a=$(dsupport list --template '{code}' --sort created --limit 1); DSUPPORT_TEST_NOW=2026-11-24T09:30:00Z dsupport log -q -s 'Two'; b=$(dsupport list --template '{code}' --sort created --limit 1); dsupport link $a $b -q; dsupport history $a --fields what; dsupport history $b --fields what
logged, subject One
related
logged, subject Two
related

$ dsupport merge $b $a -q; dsupport history $a --fields what,code | sed "s/$b/B/"
logged, subject One	
logged, subject Two	B
related	
merged	

$pty dsupport history $a
^[[1mWHEN^[[0m       ^[[1mBY^[[0m   ^[[1mWHAT^[[0m                 ^[[1mTEXT^[[0m  ^[[1mOF^[[0m
now        ada  logged, subject One
in 30 min  ada  logged, subject Two        [..]
in 30 min  ada  related
in 30 min  ada  merged
