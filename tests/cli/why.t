$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

# A field nobody has set has its default.

$ dsupport why $t status
status	new			shown	

$ DSUPPORT_TEST_NOW=2026-11-24T09:01:00Z dsupport triage $t --urgency high -q; DSUPPORT_TEST_NOW=2026-11-24T09:02:00Z dsupport close $t --as fixed -m done -q

$ dsupport why $t status
status	closed as fixed	ada	2026-11-24T09:02:00Z	shown	open
status	open	ada	2026-11-24T09:01:00Z	replaced	new

$ dsupport why $t --format table
FIELD    VALUE            BY   WHEN      STANDING  REPLACED
level    first-level                     shown
status   closed as fixed  ada  in 2 min  shown     open
status   open             ada  in 1 min  replaced  new
subject  Portal down      ada  now       shown
urgency  high             ada  in 1 min  shown     normal

# What was taken back is told, too.

$ dsupport undo -q; dsupport why $t status --fields value,standing
closed as fixed	taken back
open	shown

$ dsupport why $t urgency --json | jq -c '.[] | [.field, .value, .by, .standing, .replaced, (.event | length)]'
["urgency","high","ada","shown","normal",64]

# Wrong input.

$ dsupport why $t statsu
dsupport: a ticket has no field 'statsu'
hint: did you mean 'status'?
[exit 64]

$ dsupport why ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport why
dsupport: why needs TICKET
hint: dsupport help why
[exit 64]
