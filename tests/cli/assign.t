$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport assign $t me
[..] open, normal, first-level, held by ada; a notice is held: no group address

$ dsupport assign $t ada
[..] already assigned to ada

$ dsupport assign $t me --if-unassigned
[..] already assigned to ada

$ dsupport show $t --json | jq -c '[.status, .level, .assignee]'
["open","first-level","ada"]

# Wrong input.

$ dsupport assign $t mra
dsupport: no person matches 'mra'
hint: `dsupport team show` lists the people
[exit 67]

$ dsupport assign $t on-duty
dsupport: nobody is on first-level duty now
hint: dsupport rota now; or name a person
[exit 1]

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
