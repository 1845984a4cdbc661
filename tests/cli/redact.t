$ dsupport log -q -s 'Cannot log in' -m 'My password is hunter2.'; t=$(dsupport list --template '{code}')

$ dsupport redact $t --message 1 --dry-run | jq -r .kind
redact

# At a terminal it is asked about first.

$ export t
$pty dsupport redact $t --message 1
> 
Remove the text of message 1 of [..] everywhere? It cannot be taken back. [y/N] 
dsupport: nothing was redacted
[exit 2]

$ dsupport show $t --json | jq -c '.messages[0].redacted'
false

$ dsupport redact $t --message 1
[..] new, normal, first-level, unassigned

# The message is still there, its text is nowhere.

$ dsupport show $t --json | jq -c '.messages[0] | [.kind, .text, .redacted, .from]'
["call","",true,"ada"]

$ dsupport search hunter2

$ grep -rla hunter2 home || echo gone
gone

$ stat -c %s home/data/dsupport.db-wal
0

$ dsupport redact $t --message 1
[..] message 1 is already redacted

# It cannot be taken back, and undo does not take something else instead.

$ dsupport undo
dsupport: what was done last on this machine cannot be taken back
hint: dsupport undo --yes takes back what was done before it: logged, subject Cannot log in
[exit 1]

$ dsupport undo --yes -q; dsupport list

# Wrong input.

$ dsupport redact $t
dsupport: --message needs a number from 1 up
hint: --message 1
[exit 64]

$ dsupport redact $t --message 3
dsupport: [..] was taken back with all that was on it
hint: dsupport redo
[exit 1]

$ dsupport redact $t --message one
dsupport: --message needs a number from 1 up
hint: --message 1
[exit 64]

$ dsupport redact ZZZ --message 1
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

# show says who did it, and when.

$ dsupport log -q -s 'Another' -m 'secret'; dsupport redact @ --message 1 -q; dsupport show @ | tail -2
\#1 call by ada · 2026-11-24T09:00:00Z
redacted by ada, 2026-11-24T09:00:00Z
