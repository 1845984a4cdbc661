# Without a group there is nowhere to send to; the mails wait.

$ dsupport log -q -s 'Portal down' -m 'Error 500 since nine.'; t=$(dsupport list --template '{code}')

$ dsupport sync --send
dsupport: no group address is set, so there is nowhere to send to
hint: dsupport init --group support@example.org
[exit 78]

# A folder stands for the group: each mail is a file in it.

$ dsupport config set group.address support@example.org >/dev/null; dsupport config set me.email ada@example.org >/dev/null; dsupport config set transport.kind dir >/dev/null; dsupport config set transport.path "$PWD/group" >/dev/null

$ dsupport sync --send
dsupport: no group address is set, so there is nowhere to send to
hint: dsupport init --group support@example.org
[exit 78]

$ mkdir group; dsupport team apply "$TESTDIR/../../examples/team.toml" -q; dsupport sync -n
would fetch from $HOME/group
would send 1 to the group: Portal down
changes that no mail carries yet: 11; composed when they are sent

$ dsupport sync --send -n --json; ls group
{"schema":1,"due":[{"n":1,"recipient":null,"subject":"Portal down"}],"changes":11,"fetch_from":null}

$ dsupport sync --send
1 sent

$ ls group | wc -l; sed -n 's/^Subject: Portal down \[.*\].*$/tagged/p' group/*.eml
1
tagged

# Nothing goes out twice.

$ dsupport sync --send -n; dsupport sync --send; ls group | wc -l
nothing is due to be sent
0 sent
1

# What happened since goes out as one notice for each ticket.

$ dsupport take $t -q; dsupport escalate $t --to bo -m 'The database.' -q; dsupport close $t --as fixed -m 'Freed the disk.' -q; dsupport sync --send --json | jq -c .
{"schema":1,"sent":1,"held":[],"failed":[],"retry":[],"unknown":[],"fetched":0,"added":0,"own":0,"new_tickets":0,"events":0,"refused":[]}

$ ls group | wc -l; cat group/*.eml | grep -c 'BEGIN DSUPPORT EVENTS'
2
2

$ dsupport sync --send -q

# What is taken back once the group has heard of it is told, too; before that nobody needs to know.

$ dsupport undo
[..] taken back: [..]closed as fixed; the group was told, a correction will be mailed

$ dsupport sync --send; grep -h 'took back' group/*.eml | tr -d '\r'
1 sent
Ada Lovelace: took back: closed it as fixed, 2026-11-24 09:00 UTC

$ dsupport release $t -q; dsupport take $t -q; dsupport undo; dsupport sync --send
[..] taken back: assignee ada
0 sent

# A folder that is not there, as a share that is not mounted, is not an empty one. It is tried again.

$ mv group away; dsupport sync
dsupport: cannot read the folder $HOME/group
cause: No such file or directory
hint: mount it, or name another one: dsupport config set transport.path DIR
[exit 75]

$ dsupport sync --fetch --json
dsupport: cannot read the folder $HOME/group
cause: No such file or directory
hint: mount it, or name another one: dsupport config set transport.path DIR
[exit 75]

$ mv away group; dsupport sync
3 fetched, 0 new; 0 sent

$ dsupport redo -q; mv group away; dsupport sync --send
0 sent, 1 to be tried again
dsupport: the folder cannot be written
cause: $HOME/group: No such file or directory
hint: dsupport outbox
[exit 75]

$ mv away group; dsupport sync --send -q

# Without a transport, or half of one, nothing pretends to have looked.

$ DSUPPORT_TRANSPORT_KIND=none dsupport sync
dsupport: transport.kind is none, so no mail is sent or fetched
hint: dsupport config set transport.kind mail
[exit 78]

$ DSUPPORT_TRANSPORT_KIND=none dsupport sync --fetch
dsupport: transport.kind is none, so no mail is sent or fetched
hint: dsupport config set transport.kind mail
[exit 78]

$ DSUPPORT_HOME=$PWD/other DSUPPORT_TRANSPORT_KIND=dir dsupport sync --fetch
dsupport: transport.path is not set
hint: dsupport config set transport.path DIR
[exit 78]

$ DSUPPORT_HOME=$PWD/other dsupport sync --fetch
dsupport: no group address is set, so there is nowhere to fetch from
hint: dsupport init --group support@example.org
[exit 78]

# A call that was mailed cannot be taken back.

$ dsupport log -q -s 'Another'; dsupport sync --send -q; dsupport undo
dsupport: cannot take back [..]: it was mailed already
hint: close it instead: dsupport close [..] --as invalid -m 'logged by mistake'
[exit 1]

# Wrong input.

$ dsupport sync --sned
dsupport: sync has no option --sned
hint: did you mean --send?
[exit 64]

$ dsupport sync now
dsupport: sync does not take 'now'
hint: dsupport help sync
[exit 64]

# What was taken back before anybody heard of it rides along with the next mail.

$ dsupport log -q -s 'One'; dsupport sync --send -q; dsupport merge @ $t -q; dsupport undo -q; dsupport outbox --fields state,reason; dsupport log -q -s 'Two'; dsupport undo -q; dsupport log -q -s 'Three'; dsupport sync --send; dsupport outbox; dsupport status --json | jq .events.not_mailed
queued	rides along with the next mail
1 sent
0
