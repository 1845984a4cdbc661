$ dsupport log -q -s 'Portal down' -m one; a=$(dsupport list --template '{code}'); dsupport log -q -s 'Portal broken' -m two; b=$(dsupport show @ --template '{code}')

$ dsupport merge $b $a -q; dsupport unmerge $b --dry-run | jq -r .kind
undo

$ dsupport unmerge $b
[..] is a ticket of its own again, apart from [..]

$ dsupport list --json | jq length
2

$ dsupport show $b --json | jq -c '[.subject, .message_count, .links]'
["Portal broken",1,[]]

$ dsupport merge $b $a -q; dsupport unmerge $b --json | jq -c '[.code == "'$b'", .subject]'
[true,"Portal broken"]

# Wrong input.

$ dsupport unmerge $b
dsupport: cannot unmerge [..]: it was not merged into another ticket
hint: dsupport show [..]
[exit 1]

$ dsupport unmerge ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]
