$ dsupport log -q -s 'Portal down' -m one; a=$(dsupport list --template '{code}'); dsupport log -q -s 'Portal broken' -m two; b=$(dsupport show @ --template '{code}')

$ dsupport merge $b $a --dry-run | jq -c '[.kind, .rel]'
["link","merged"]

$ dsupport merge $b $a
[..] new, normal, first-level, unassigned

# Both codes lead to one ticket with the messages of both.

$ dsupport show $b --json | jq -c '[.code == "'$a'", .subject, (.messages | map(.text))]'
[true,"Portal down",["one","two"]]

$ dsupport list --template '{subject}'
Portal down

$ dsupport merge $b $a
[..] already one ticket with [..]

$ dsupport undo; dsupport list --json | jq length
[..] taken back: merged
2

$ dsupport redo -q; dsupport log -q -s 'Third'; dsupport merge @ $b --json | jq -c '[.code == "'$a'", .message_count]'
[true,3]

# Wrong input.

$ dsupport merge $a $a
[..] already one ticket with [..]

$ dsupport merge $a
dsupport: merge needs INTO
hint: dsupport help merge
[exit 64]

$ dsupport merge $a ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]
