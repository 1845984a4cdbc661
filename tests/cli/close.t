$ dsupport log -q -s 'Portal down' --assign me; t=$(dsupport list --template '{code}')

$ dsupport close $t --as fixed -m 'Freed the disk.' --dry-run | jq -c 'if type == "object" then .w[0].v else . end'
{"s":"closed","as":"fixed"}
"Freed the disk."

$ dsupport close $t --as FIXED -m 'Freed the disk.'
[..] closed as fixed; a notice is held: no group address

$ dsupport show $t --json | jq -c '[.status, .resolution, .closed_at, .owed_by, .assignee, .messages[-1].text]'
["closed","fixed","2026-11-24T09:00:00Z",null,"ada","Freed the disk."]

$ dsupport close $t --as fixed -m 'Again.'
dsupport: cannot close [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]

# A duplicate names what it repeats; both stay apart.

$ dsupport log -q -s 'Portal broken'; dsupport close @ --as duplicate --of $t -m 'The same.' --json | jq -c '[.resolution, .duplicate_of == "'$t'", .merged_into]'
["duplicate",true,null]

# Wrong input: the resolution and the comment are both required.

$ dsupport log -q -s 'Another'; o=$(dsupport list --template '{code}')

$ dsupport close $o -m 'Done.'
dsupport: how was the ticket resolved?
hint: --as fixed, answered, invalid, wontfix, duplicate, no-reply or spam
[exit 64]

$ dsupport close $o --as fixed
dsupport: what happened is missing
hint: nothing is asked without a terminal or with --no-input: give -m TEXT
[exit 64]

$ dsupport close $o --as fixed -m ''
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

$ dsupport close $o --as fxied -m 'Done.'
dsupport: 'fxied' is not a resolution
hint: did you mean 'fixed'?
[exit 64]

$ dsupport close $o --as fixed --of $t -m 'Done.'
dsupport: --of goes with --as duplicate only
hint: --as duplicate --of TICKET
[exit 64]

$ dsupport close $o --as duplicate --of "[$o]" -m 'Done.'
dsupport: a ticket cannot be a duplicate of itself
hint: --of names the other one, which stays
[exit 64]

$ dsupport close $o --as duplicate --of ZZZ -m 'Done.'
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close ZZZ --as fixed -m 'Done.'
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport show $o --template '{status}'
new
