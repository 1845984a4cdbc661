# Without a team there is only oneself.

$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport assign $t bo
dsupport: no person matches 'bo'
hint: people are added in the team document: `dsupport team apply FILE`
[exit 67]

$ dsupport assign $t on-duty
dsupport: nobody is on first-level duty now
hint: dsupport rota now; or name a person
[exit 1]

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q

$ dsupport assign $t on-duty
[..] open, normal, first-level, held by ada; a notice will be mailed

$ dsupport assign $t bo
[..] open, normal, first-level, held by bo; a notice will be mailed

$ dsupport assign $t me --if-unassigned
dsupport: cannot assign [..]: bo already holds it
hint: leave out --if-unassigned to give it to ada anyway
[exit 1]

$ dsupport assign $t bo@example.org
[..] already assigned to bo

$ dsupport assign $t 'Ada Lovelace' --dry-run | jq -c '[.w[] | [.f, .v, (.p | length)]]'
[["assignee","ada",1]]

$ dsupport assign $t me --json | jq -r .assignee
ada

$ dsupport assign $t ada
[..] already assigned to ada

$ dsupport assign $t me --if-unassigned
[..] already assigned to ada

$ dsupport show $t --json | jq -c '[.status, .level, .assignee]'
["open","first-level","ada"]

# Wrong input.

$ dsupport assign $t aad
dsupport: no person matches 'aad'
hint: did you mean 'ada'?
[exit 67]

$ dsupport assign $t on-dty
dsupport: no person matches 'on-dty'
hint: `dsupport team show` lists the people
[exit 67]

$ dsupport assign $t
dsupport: assign needs PERSON
hint: dsupport help assign
[exit 64]

$ dsupport assign ZZZ me
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport assign $t me
dsupport: cannot assign [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
