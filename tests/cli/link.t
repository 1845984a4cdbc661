$ dsupport log -q -s 'Portal down'; a=$(dsupport list --template '{code}'); dsupport log -q -s 'Mail slow'; b=$(dsupport show @ --template '{code}')

$ dsupport link $a $b --dry-run | jq -c '[.kind, .rel]'
["link","related"]

$ dsupport link $a $b
[..] new, normal, first-level, unassigned

# Both say so, and stay two.

$ dsupport show $b --json | jq -c '.links | map([.code == "'$a'", .rel])'
[[true,"related"]]

$ dsupport show $a --json | jq -c '.links | map([.code == "'$b'", .rel])'
[[true,"related"]]

$ dsupport list --json | jq length
2

$ dsupport link $b $a
[..] already linked with [..]

$ dsupport undo -q; dsupport link $b $a --json | jq '.links | length'
1

# Wrong input.

$ dsupport link $a $a
dsupport: cannot link [..]: both are the same ticket
[exit 1]

$ dsupport link $a
dsupport: link needs OTHER
hint: dsupport help link
[exit 64]

$ dsupport link $a ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]
