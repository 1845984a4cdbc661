$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q

$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport take $t --dry-run | jq -c '[.w[] | [.f, .v]]'
[["assignee","ada"],["status",{"s":"open"}]]

$ dsupport take $t
[..] open, normal, first-level, held by ada; a notice will be mailed

$ dsupport take $t
[..] already assigned to ada

# A colleague's ticket is only taken on purpose.

$ dsupport assign $t bo -q; dsupport take $t
dsupport: cannot take [..]: bo already holds it
hint: dsupport take --steal [..]
[exit 1]

$ dsupport take $t --steal --json | jq -c '[.status, .assignee, .level]'
["open","ada","first-level"]

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
