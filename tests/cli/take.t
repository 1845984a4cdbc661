$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport take $t --dry-run | jq -c '[.w[] | [.f, .v]]'
[["assignee","ada"],["status",{"s":"open"}]]

$ dsupport take $t
[..] open, normal, first-level, held by ada; a notice is held: no group address

$ dsupport take $t
[..] already assigned to ada

$ dsupport take $t --steal --json | jq -c '[.status, .assignee, (.history | length)]'
["open","ada",0]

# Wrong input.

$ dsupport take
dsupport: take needs TICKET
hint: dsupport help take
[exit 64]

$ dsupport take ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport take $t
dsupport: cannot take [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
