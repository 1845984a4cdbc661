$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

# A new ticket becomes open.

$ dsupport triage $t --nature technical --urgency high --tag vip,later --client acme
[..] open, high, first-level, unassigned

$ dsupport triage $t --untag later --subject 'Portal down since nine' --json | jq -c '[.status, .nature, .urgency, .tags, .subject, .client]'
["open","technical","high",["vip"],"Portal down since nine","acme"]

# Saying it again changes nothing.

$ dsupport triage $t --nature technical --urgency high
[..] already triaged so

$ dsupport show $t --json | jq '.history | length'
3

$ dsupport triage $t --urgency critical -n | jq -c '[.kind, .w[0].f, .w[0].v, (.w[0].p | length)]'
["set","urgency","critical",1]

$ dsupport show $t --template '{urgency}'
high

# Without options it only becomes open.

$ dsupport log -q -s 'Another'; dsupport triage @
[..] open, normal, first-level, unassigned

# Wrong input.

$ dsupport triage $t --urgency hihg
dsupport: 'hihg' is not an urgency
hint: did you mean 'high'?
[exit 64]

$ dsupport triage $t --nature tecnical
dsupport: unknown nature 'tecnical'
hint: did you mean 'technical'?
[exit 64]

$ dsupport triage $t --subject ''
dsupport: the subject must not be empty
[exit 64]

$ dsupport triage $t --tag 'two words'
dsupport: 'two words' cannot be a tag
hint: one word of letters, digits and - _ . : /, at most 40 bytes
[exit 64]

$ dsupport triage
dsupport: triage needs TICKET
hint: dsupport help triage
[exit 64]

$ dsupport triage ZZZ --urgency high
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport triage $t --urgency low
dsupport: cannot triage [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]
