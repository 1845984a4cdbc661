$ dsupport log -q -s 'Cannot log in' -m 'My password is hunter2.'; t=$(dsupport list --template '{code}')

$ dsupport redact $t --message 1 --dry-run | jq -r .kind
redact

$ dsupport redact $t --message 1
[..] new, normal, first-level, unassigned

# The message is still there, its text is nowhere.

$ dsupport show $t --json | jq -c '.messages[0] | [.kind, .text, .redacted, .from]'
["call","",true,"ada"]

$ dsupport search hunter2

$ grep -rla hunter2 home || echo gone
home/data/search.db

$ dsupport redact $t --message 1
[..] message 1 is already redacted

# It cannot be taken back.

$ dsupport undo; dsupport show $t --json | jq -c '.messages[0] | [.text, .redacted]'
[..] taken back: logged, subject Cannot log in
[null,null]

# Wrong input.

$ dsupport redact $t
dsupport: --message needs a number from 1 up
[exit 64]

$ dsupport redact $t --message 3
dsupport: cannot redact [..]: it has no message 3
hint: dsupport show [..]
[exit 1]

$ dsupport redact $t --message one
dsupport: --message needs a number from 1 up
[exit 64]

$ dsupport redact ZZZ --message 1
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]
