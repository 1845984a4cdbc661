$ dsupport list

$ dsupport log -q -s 'Portal down' --from 'Jo <jo@client.example>' --urgency high; a=$(dsupport list --template '{code}' --limit 1)
> DSUPPORT_TEST_NOW=2026-11-24T09:05:00Z dsupport log -q -s 'Invoice wrong' --from 'Sam <sam@acme.example>'
> DSUPPORT_TEST_NOW=2026-11-24T09:10:00Z dsupport log -q -s 'How do I print?' --phone 5551234 --assign me

$ export DSUPPORT_TEST_NOW=2026-11-24T10:00:00Z

# Most pressing first, one line each, in the columns of dsupport-json(5).

$ dsupport list
[..]	new	high	first-level	first-level		2026-11-24T09:00:00Z	Jo <jo@client.example>	Portal down
[..]	new	normal	first-level	first-level		2026-11-24T09:05:00Z	Sam <sam@acme.example>	Invoice wrong
[..]	new	normal	first-level	first-level	ada	2026-11-24T09:10:00Z	5551234	How do I print?

$ dsupport list --header | head -1
code	status	urgency	level	owed_by	assignee	updated_at	requester	subject

$ dsupport list --format table
CODE     STATUS  URGENCY  LEVEL        OWED BY      ASSIGNEE  UPDATED     REQUESTER               SUBJECT
[..]  new     high     first-level  first-level            1 h ago     Jo <jo@client.example>  Portal down
[..]  new     normal   first-level  first-level            55 min ago  Sam <sam@acme.example>  Invoice wrong
[..]  new     normal   first-level  first-level  ada       50 min ago  5551234                 How do I print?

# Filters.

$ dsupport list --urgency high --template '{subject}'
Portal down

$ dsupport list --mine --template '{subject}'
How do I print?

$ dsupport list --assignee ada --template '{subject}'
How do I print?

$ dsupport list --unassigned --template '{subject}'
Portal down
Invoice wrong

$ dsupport list --status open --template '{subject}'

$ dsupport list --status new,open --json | jq length
3

$ dsupport list --level technical

$ dsupport list --owed-by first-level --json | jq length
3

$ dsupport list --channel phone --json | jq length
3

$ dsupport list --since 9:05 --template '{subject}' --sort created
since Tue 24 Nov 09:05 UTC
How do I print?
Invoice wrong

$ dsupport list --until 9:05 --template '{subject}'
until Tue 24 Nov 09:05 UTC
Portal down

$ dsupport list --limit 1 --template '{subject}'
Portal down

$ dsupport list --sort updated --fields updated_at,subject
2026-11-24T09:10:00Z	How do I print?
2026-11-24T09:05:00Z	Invoice wrong
2026-11-24T09:00:00Z	Portal down

$ dsupport list portal --template '{subject}'
Portal down

$ dsupport list jo portal --template '{subject}'; dsupport list jo invoice
Portal down

$ dsupport tag $a vip -q; dsupport list --tag vip --template '{subject} {tags}'
Portal down vip

$ dsupport list --bulk

# Closed ones only when asked for.

$ dsupport close $a --as fixed -m done -q; dsupport list --json | jq length; dsupport list --all --json | jq length; dsupport list --status closed --template '{subject}'
2
3
Portal down

# JSON has every field, and only the wanted ones with --fields.

$ dsupport list --json --limit 1 | jq -c '.[0] | keys'
["assignee","attention","call","channel","client","closed_at","code","conflicts","created_at","duplicate_of","id","last_client_at","last_staff_at","level","links","merged_into","message_count","nature","opened_by","owed_by","promise_at","reopened_by","requester","resolution","schema","status","stored_status","subject","tags","undelivered","updated_at","urgency","void","waiting_on","wake_at"]

$ dsupport list --limit 1 --json --fields code,requester.email
[
{"code":"[..]","requester.email":"sam@acme.example"}
]

$ dsupport list --format jsonl --fields subject
{"subject":"Invoice wrong"}
{"subject":"How do I print?"}

# The requester is one text wherever it is a column, and an object in JSON alone.

$ printf 'From: Jo <jo@client.example>\nMessage-ID: <jo@client.example>\nSubject: Text\n\nx\n' | DSUPPORT_HOME=$PWD/jo dsupport ingest -q -; export DSUPPORT_HOME=$PWD/jo; dsupport list --fields requester,subject --format tsv; dsupport list --fields requester,message_count --format table; dsupport list --fields requester --json | jq -c '.[].requester.name'; export DSUPPORT_HOME=$PWD/home
Jo <jo@client.example>	Text
REQUESTER               message_count
Jo <jo@client.example>  1
"Jo"

# Wrong input.

$ dsupport list --status closd
dsupport: 'closd' is not a status
hint: did you mean 'closed'?
[exit 64]

$ dsupport list --urgency urgent
dsupport: 'urgent' is not an urgency
hint: one of low, normal, high, critical
[exit 64]

$ dsupport list --assignee bob
dsupport: no person matches 'bob'
hint: people are added in the team document: `dsupport team apply FILE`
[exit 67]

$ dsupport list --since 12
dsupport: '12' could be any time
hint: write a clock time or a unit: 'today 17:00', 'in 17min'
[exit 64]

$ dsupport list --fields cod
dsupport: there is no field 'cod'
hint: did you mean 'code'?
[exit 64]

$ dsupport list --template '{subjct}'
dsupport: there is no field 'subjct'
hint: did you mean 'subject'?
[exit 64]

$ dsupport list --template '{subject'
dsupport: the template has a '{' without a '}'
hint: write '{{' for a brace
[exit 64]

$ dsupport list --format xml
dsupport: no format 'xml'
hint: table, tsv, json or jsonl
[exit 64]

$ dsupport list --limit many
dsupport: --limit needs a number, not 'many'
hint: --limit 20, or 0 for all
[exit 64]

$ dsupport list --sort size
dsupport: 'size' is not a sort order
hint: one of pressing, updated, created
[exit 64]

$ dsupport lst
dsupport: no command 'lst'
hint: did you mean 'list'?
[exit 64]

# At a terminal, an empty list says what to do.

$pty dsupport list --level technical
No tickets. Log a call with: dsupport log

# A level that is none is told all.

$ dsupport list --level tech; dsupport list --all=yes; dsupport list --sort created --sort updated
dsupport: 'tech' is not a level
hint: one of first-level, technical
dsupport: --all takes no value
hint: dsupport help list
dsupport: --sort is given twice
hint: dsupport help list
[exit 64]

# Who gets a part of a list is told so, unless a limit was given.

$ for i in $(seq 50); do printf 'x\n' | dsupport log -q -m -; done; dsupport list --template '{status}' | uniq -c; dsupport list -q | wc -l; dsupport list --limit 2 | wc -l; dsupport list --limit 0 | wc -l
The 50 most pressing of more; --limit 0 for all.
     50 new
50
2
52

# At a terminal of 80 columns the subject has room; at 40 there is code, status and subject.

$ dsupport log -q --urgency critical --assign me --from 'Someone With A Long Name <jo@client.example>' -s 'The portal has been down since nine in the morning'

$pty dsupport list --limit 2
^[[1mCODE^[[0m     ^[[1mSTATUS^[[0m  ^[[1mURGENCY^[[0m   ^[[1mOWED BY^[[0m      ^[[1mASSIGNEE^[[0m  ^[[1mSUBJECT^[[0m
^[[1m[..]^[[0m  ^[[33mnew^[[0m     ^[[1;31mcritical^[[0m  first-level  ada       The portal has been down sinc…
^[[1m[..]^[[0m  ^[[33mnew^[[0m     normal    first-level            Invoice wrong

$pty COLUMNS=40 dsupport list --limit 2
^[[1mCODE^[[0m     ^[[1mSTATUS^[[0m  ^[[1mSUBJECT^[[0m
^[[1m[..]^[[0m  ^[[33mnew^[[0m     The portal has been do…
^[[1m[..]^[[0m  ^[[33mnew^[[0m     Invoice wrong

# A mail from the future was changed now at the latest, and a name that is an address is not taken for one.

$ printf 'From: "ada@example.org" <eve@client.example>\nMessage-ID: <future@client.example>\nSubject: Future\nDate: Sat, 24 Nov 2099 00:00:00 +0000\n\nx\n' | dsupport ingest -q -; dsupport list future --fields updated_at,requester; dsupport list future | cut -f7,8
2026-11-24T10:00:00Z	eve@client.example
2026-11-24T10:00:00Z	eve@client.example
