$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport resume $t
dsupport: cannot resume [..]: it is new and waits for nobody
hint: dsupport triage [..]
[exit 1]

$ dsupport wait $t --on client -q; dsupport resume $t -m 'They called back.'
[..] open, normal, first-level, unassigned

$ dsupport show $t --json | jq -c '[.status, .waiting_on, .messages[-1].text]'
["open",null,"They called back."]

$ dsupport resume $t
[..] already open

# One that its timer has opened becomes open for good.

$ dsupport wait $t --on client --until 'in 1h' -q; export DSUPPORT_TEST_NOW=2026-11-24T10:30:00Z; dsupport resume $t --json | jq -c '[.status, .stored_status, .reopened_by]'
until Tue 24 Nov 10:00 UTC
["open","open",null]

$ dsupport wait $t --on client -q; dsupport resume $t --dry-run | jq -c '.w[0].v'
{"s":"open"}

# Wrong input.

$ dsupport resume ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport resume $t
dsupport: cannot resume [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
