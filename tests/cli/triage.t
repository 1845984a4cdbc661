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

$ dsupport triage $t --subject "$(printf '%0501d' 0)"
dsupport: a subject has at most 500 characters
hint: what else there is to say belongs into the text
[exit 64]

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
hint: a few words that say what it is about
[exit 64]

$ dsupport triage $t --tag 'two words'
dsupport: 'two words' cannot be a tag
hint: one word of letters, digits and - _ . : /, at most 40 bytes
[exit 64]

$ dsupport triage
dsupport: triage needs TICKET
hint: without one, it goes through all new tickets at a terminal
[exit 64]

$ dsupport triage --urgency high
dsupport: triage needs TICKET
hint: dsupport help triage
[exit 64]

$ dsupport triage $t --tag a --untag a
dsupport: the tag 'a' cannot be put on and taken away at once
hint: name it in one of the two lists only
[exit 64]

$ dsupport triage ZZZ --urgency high
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close $t --as fixed -m done -q; dsupport triage $t --urgency low
dsupport: cannot triage [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]

# Without a ticket, at a terminal: all new ones, one key a step.

$ dsupport log -q -s 'Second' -m 'Of two lines.' --from 'Jo <jo@client.example>'; dsupport log -q -s 'First' --urgency high; dsupport log -q -s 'Third' --urgency low

$pty dsupport triage
>! t
>! c
>! s
>! z
>! e

[..]  First  (1 of 3)
an unknown caller, Tue 24 Nov 09:00 UTC
nature (t)echnical (b)usiness (q)uestion (o)ther, (e)scalate (s)kip e(x)it> t
[..] open, high, first-level, unassigned
urgency (l)ow (n)ormal (h)igh (c)ritical, (e)scalate (s)kip e(x)it> c
[..] open, critical, first-level, unassigned

[..]  Second  (2 of 3)
Jo <jo@client.example>, Tue 24 Nov 09:00 UTC
    Of two lines.
nature (t)echnical (b)usiness (q)uestion (o)ther, (e)scalate (s)kip e(x)it> s

[..]  Third  (3 of 3)
an unknown caller, Tue 24 Nov 09:00 UTC
nature (t)echnical (b)usiness (q)uestion (o)ther, (e)scalate (s)kip e(x)it> e
[..] open, low, technical, unassigned; a notice is held: no group address

$ dsupport list --template '{subject} {status} {nature} {urgency} {level}' --sort created | sort
Another open  normal first-level
First open technical critical first-level
Second new  normal first-level
Third open  low technical

$pty dsupport triage
>! q
>! x

[..]  Second  (1 of 1)
Jo <jo@client.example>, Tue 24 Nov 09:00 UTC
    Of two lines.
nature (t)echnical (b)usiness (q)uestion (o)ther, (e)scalate (s)kip e(x)it> q
[..] open, normal, first-level, unassigned
urgency (l)ow (n)ormal (h)igh (c)ritical, (e)scalate (s)kip e(x)it> x

$ dsupport list --template '{subject} {status} {nature} {urgency}' --status open,new
First open technical critical
Another open  normal
Second open question normal
Third open  low

$pty dsupport triage
No new tickets.
