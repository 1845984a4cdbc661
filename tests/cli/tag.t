$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport tag $t vip printer
[..] new, normal, first-level, unassigned

$ dsupport tag $t vip --remove printer --json | jq -c '[.tags, .status]'
[["vip"],"new"]

$ dsupport tag $t vip --remove printer
[..] already tagged so

$ dsupport tag $t later --dry-run | jq -c .w
[{"tag":"later","on":true}]

$ dsupport tag $t --remove vip; dsupport show $t --json | jq -c .tags
[..] new, normal, first-level, unassigned
[]

# Closed tickets can be tagged too.

$ dsupport close $t --as fixed -m done -q; dsupport tag $t archive
[..] closed as fixed

# Wrong input.

$ dsupport tag $t
dsupport: which tag?
hint: dsupport tag TICKET vip --remove later
[exit 64]

$ dsupport tag $t 'two words'
dsupport: 'two words' cannot be a tag
hint: one word of letters, digits and - _ . : /, at most 40 bytes
[exit 64]

$ dsupport tag ZZZ vip
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport tag @ one --remove one
dsupport: the tag 'one' cannot be put on and taken away at once
hint: name it in one of the two lists only
[exit 64]
