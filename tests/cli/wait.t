$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport wait $t --on client
[..] pending for the client, normal, first-level, unassigned

$ dsupport wait $t --on client
[..] already waiting for client

$ dsupport wait $t --on 'the vendor' --until 'tomorrow 9:00' -m 'They send a technician.'
until Wed 25 Nov 09:00 UTC
[..] on-hold for the vendor until 2026-11-25T09:00:00Z, normal, first-level, unassigned

$ dsupport show $t --json | jq -c '[.status, .owed_by, .waiting_on, .wake_at, .messages[-1].text]'
["on-hold","the vendor","the vendor","2026-11-25T09:00:00Z","They send a technician."]

# When the time has come it is open, without anybody's doing.

$ DSUPPORT_TEST_NOW=2026-11-25T09:00:01Z dsupport show $t --json | jq -c '[.status, .stored_status, .reopened_by, .owed_by]'
["open","on-hold","timer","first-level"]

$ DSUPPORT_TEST_NOW=2026-11-25T09:00:01Z dsupport why $t status | head -1
status	open	timer	2026-11-25T09:00:00Z	shown	on-hold

$ dsupport wait $t --on client --until 'in 2h' --dry-run | jq -c '.w[0].v'
until Tue 24 Nov 11:00 UTC
{"s":"pending","until":1795518000000}

# Wrong input.

$ dsupport wait $t
dsupport: whom does the ticket wait for?
hint: --on client, or --on 'the printer vendor'
[exit 64]

$ dsupport wait $t --on client --until yesterday
until Mon 23 Nov 00:00 UTC
dsupport: --until must be in the future
hint: --until 'tomorrow 9:00'
[exit 64]

$ dsupport wait $t --on client --until 5
dsupport: '5' could be any time
hint: write a clock time or a unit: 'today 17:00', 'in 17min'
[exit 64]

$ dsupport wait $t --on client --until 'whenever'
dsupport: 'whenever' is not a time
hint: for example '2026-11-24 09:00', 'tomorrow 9:00', 'fri 17:00', '24 dec', 'in 2h'
[exit 64]

$ dsupport close $t --as fixed -m done -q; dsupport wait $t --on client
dsupport: cannot wait on [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]

# A person is kept by the handle.

$ dsupport log -q -s 'Another'; dsupport wait @ --on me --json | jq -r .waiting_on; dsupport list --owed-by me --template '{subject}'; dsupport wait @ --on Technical --json | jq -r .waiting_on; dsupport wait @ --on 'The vendor' --json | jq -r .waiting_on
ada
Another
technical
The vendor
