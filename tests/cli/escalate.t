$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q

$ dsupport log -q -s 'Portal down' --assign me; t=$(dsupport list --template '{code}')

# The next step is owed by technical support, and whoever held it does so no longer.

$ dsupport escalate $t -m 'The database refuses connections.'
[..] open, normal, technical, unassigned; on duty: bo; a notice will be mailed

$ dsupport show $t --json | jq -c '[.status, .level, .owed_by, .assignee, .messages[-1].text]'
["open","technical","technical",null,"The database refuses connections."]

$ dsupport escalate $t
[..] already at technical

# A comment alone leaves the holder.

$ dsupport take $t -q; dsupport escalate $t -m 'Still down.'
[..] open, normal, technical, held by ada

$ dsupport escalate $t --to bo --json | jq -c '[.level, .assignee]'
["technical","bo"]

$ dsupport log -q -s 'Another'; dsupport escalate @ --to me --dry-run | jq -c '[.w[].f]'
["assignee","level","status"]

# Wrong input.

$ dsupport escalate $t --to nobody
dsupport: no person matches 'nobody'
hint: `dsupport team show` lists the people
[exit 67]

$ dsupport escalate $t --to ob
dsupport: no person matches 'ob'
hint: did you mean 'bo'?
[exit 67]

$ dsupport escalate $t -m ' '
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

$ dsupport escalate ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport escalate $t
dsupport: cannot escalate [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
