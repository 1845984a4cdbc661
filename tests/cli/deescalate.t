$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}'); dsupport escalate $t --to me -q

$ dsupport deescalate $t -m 'Only the password was wrong.'
[..] open, normal, first-level, unassigned; a notice is held: no group address

$ dsupport show $t --json | jq -c '[.status, .level, .owed_by, .assignee, .messages[-1].text]'
["open","first-level","first-level",null,"Only the password was wrong."]

$ dsupport deescalate $t
[..] already at first-level

$ dsupport deescalate $t --to me --json | jq -c '[.level, .assignee]'
["first-level","ada"]

$ dsupport escalate $t -q; dsupport deescalate $t --dry-run | jq -c '[.w[] | [.f, .v]]'
[["level","first-level"]]

$ dsupport show $t --template '{level}'
technical

# Wrong input.

$ dsupport deescalate $t --to nobody
dsupport: no person matches 'nobody'
hint: people are added in the team document: `dsupport team apply FILE`
[exit 67]

$ dsupport deescalate
dsupport: deescalate needs TICKET
hint: dsupport help deescalate
[exit 64]

$ dsupport close $t --as fixed -m done -q; dsupport deescalate $t
dsupport: cannot de-escalate [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
