$ dsupport log -q -s 'Portal down' --assign me; t=$(dsupport list --template '{code}'); dsupport escalate $t --to me -q

$ dsupport reopen $t
[..] already open

$ dsupport close $t --as fixed -m 'Restarted it.' -q; dsupport reopen $t --dry-run | jq -c '.w[0].v'
{"s":"open"}

# Level and assignee are as they were.

$ dsupport reopen $t -m 'Down again.'
[..] open, normal, technical, held by ada; a notice is held: no group address

$ dsupport show $t --json | jq -c '[.status, .level, .assignee, .resolution, .closed_at, .messages[-1].text]'
["open","technical","ada",null,null,"Down again."]

$ dsupport close $t --as fixed -m 'Restarted it.' -q; dsupport reopen $t --json | jq -r .status
open

# Wrong input.

$ dsupport wait $t --on client -q; dsupport reopen $t
dsupport: cannot reopen [..]: it is pending, not closed
hint: dsupport resume [..]
[exit 1]

$ dsupport reopen ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

# What the verb has no use for is kept.

$ dsupport resume @ -q; dsupport reopen @ -m 'A thing to remember.'; dsupport show @ --json | jq '.messages[-1].text'
[..] already open; the text is kept as a note
"A thing to remember."
