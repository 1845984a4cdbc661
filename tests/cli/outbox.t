$ dsupport outbox

# Without a group a call's mail is held.

$ dsupport log -q -s 'Portal down' -m 'Error 500 since nine.'

$ dsupport outbox
1	held	letter	[..]		no group address	Portal down
	queued	post		2026-11-24T10:00:00Z	rides along with the next mail	(3 changes, composed when sent)

$ dsupport outbox --json | jq -c '.[0] | [.schema, .n, .state, .kind, .reason, .subject, .recipient, .attempts]'
[1,1,"held","letter","no group address","Portal down",null,0]

$ dsupport outbox show 1
1 held: no group address, 0 attempts
Portal down

(composed when it is first sent)

$ dsupport outbox show 1 --json | jq -r .state
held

$ dsupport outbox retry 1
dsupport: mail 1 waits for a group to be sent to
hint: dsupport init --group support@example.org
[exit 1]

# A dropped one is never sent.

$ dsupport outbox drop 1 --dry-run
1 would be dropped

$ dsupport outbox drop 1
1 dropped

$ dsupport outbox
	queued	post		2026-11-24T10:00:00Z	rides along with the next mail	(3 changes, composed when sent)

$ dsupport outbox --all --fields n,state,reason
1	dropped	dropped by hand
	queued	rides along with the next mail

$ dsupport outbox drop 1
dsupport: mail 1 is dropped already
hint: dsupport outbox list --all
[exit 1]

$ dsupport outbox retry 1
dsupport: mail 1 is dropped already
hint: dsupport outbox list --all
[exit 1]

# With a group it goes out, and what went is still there.

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; mkdir group; dsupport config set transport.kind dir >/dev/null; dsupport config set transport.path "$PWD/group" >/dev/null

$ dsupport log -q -s 'Printer on fire'; dsupport outbox --fields state,kind,subject
queued	letter	Printer on fire
queued	post	(11 changes, composed when sent)

$ dsupport sync --send -q; dsupport outbox list --all --fields state,kind,attempts
dropped	letter	0
sent	letter	1

$ dsupport outbox show 2 | grep -c '^Subject:'
2

# Wrong input.

$ dsupport outbox show
dsupport: which mail?
hint: dsupport outbox lists them with their numbers
[exit 64]

$ dsupport outbox show 99
dsupport: no mail 99 in the outbox
hint: dsupport outbox list --all
[exit 1]

$ dsupport outbox sohw 1
dsupport: outbox cannot 'sohw'
hint: did you mean 'show'?
[exit 64]

$ dsupport outbox drop two
dsupport: which mail?
hint: dsupport outbox lists them with their numbers
[exit 64]
