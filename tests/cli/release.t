$ dsupport log -q -s 'Portal down' --assign me; t=$(dsupport list --template '{code}')

$ dsupport release $t --dry-run | jq -c '[.w[] | [.f, .v]]'
[["assignee",""]]

# The status stays.

$ dsupport release $t
[..] new, normal, first-level, unassigned

$ dsupport release $t
[..] already unassigned

$ dsupport show $t --json | jq -c '[.status, .assignee]'
["new",null]

$ dsupport take $t -q; dsupport release $t --json | jq -c '[.status, .assignee]'
["open",null]

# Wrong input.

$ dsupport release
dsupport: release needs TICKET
hint: dsupport help release
[exit 64]

$ dsupport close $t --as fixed -m done -q; dsupport release $t
dsupport: cannot release [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
