$ dsupport log -q -s 'Portal down' -m 'Error 500 since nine.' --from 'Jo <jo@client.example>'; t=$(dsupport list --template '{code}')

$ dsupport note $t -m 'The disk is full.' -q; dsupport tag $t vip later -q

$ dsupport show $t
[..]  Portal down

status     new
owed by    first-level
level      first-level
assignee   nobody
urgency    normal
requester  Jo <jo@client.example>
call       2026-11-24T09:00:00Z, logged by ada
tags       later, vip
created    2026-11-24T09:00:00Z
updated    2026-11-24T09:00:00Z

\#1 call by ada · 2026-11-24T09:00:00Z
    Error 500 since nine.

\#2 note by ada · 2026-11-24T09:00:00Z
    The disk is full.

# A code may be typed in any way that is not ambiguous.

$ dsupport show $(echo $t | tr -d - | tr A-Z a-z) --template '{subject}'
Portal down

$ dsupport show ${t:0:3} --template '{subject}'
Portal down

$ dsupport show @ --template '{subject}'
Portal down

# One message, and only its text.

$ dsupport show $t --message 2
The disk is full.

# The events behind it.

$ dsupport show $t --raw | jq -r .kind
open
note
set

# Not those of a ticket that is only related, nor what was removed there.

$ dsupport log -q -s 'The printer' -m 'No paper.'; dsupport link $t @ -q; o=$(dsupport list --template '{code} {subject}' | grep printer | cut -c1-7); dsupport redact $o --message 1 -q
$ dsupport show $t --raw | jq -r .kind | tail -1
link

$ dsupport history $t --fields what | tail -1
related

$ dsupport undo -q --yes; dsupport show $t --raw | jq -r .kind | tail -2
link
undo

$ dsupport show $t --json | jq -c '[.schema, .code == "'$t'", .message_count, (.messages | map(.kind)), (.history | map(.kind)), .tags]'
[1,true,2,["call","note"],["open","note","set","link","undo"],["later","vip"]]

# As it was.

$ DSUPPORT_TEST_NOW=2026-11-24T12:00:00Z dsupport close $t --as fixed -m 'Freed the disk.' -q; dsupport show $t --as-of 2026-11-24T11:00:00Z --template '{status}'
new

$ DSUPPORT_TEST_NOW=2026-11-24T12:00:00Z dsupport show $t --template '{status} {resolution} {closed_at}'
closed fixed 2026-11-24T12:00:00Z

# What a client said never reaches the terminal as a command.

$ dsupport log -q -s 'A subject' -m "$(printf 'A \033[31mred\033[0m text\007 \342\200\256bidi')"; dsupport show @ | tail -1
    A �[31mred�[0m text� �bidi

# Wrong input.

$ dsupport show ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport show ab
dsupport: 'ab' is not a ticket code
hint: a code looks like [..]; at least its first three characters are needed
[exit 64]

$ dsupport show
dsupport: show needs TICKET
hint: dsupport help show
[exit 64]

$ dsupport show $t --message 9
dsupport: [..] has no message 9
hint: dsupport show [..]
[exit 1]

$ dsupport show $t --message two
dsupport: --message needs a number from 1 up
hint: --message 1
[exit 64]

$ dsupport show $t --as-of 2026-01-01T00:00:00Z
dsupport: [..] did not exist on 2026-01-01T00:00:00Z
hint: dsupport history [..]
[exit 1]

$ dsupport show $t $t
dsupport: show does not take '[..]'
hint: dsupport help show
[exit 64]

# A code may be copied with its brackets.

$ dsupport show "[$(dsupport list --all --limit 1 --template '{code}')]" | wc -l | sed 's/[1-9].*/shown/'
shown

# Of a mail a reader is told what is odd about it; what the first one quotes stands nowhere else.

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; m() { printf 'From: %s\nReply-To: %s\nMessage-ID: <%s@client.example>\nReferences: %s\nSubject: Odd\nDate: Tue, 24 Nov 2026 08:0%s:00 +0000\n\n%s\n' "$@" | dsupport ingest -q -; }; m 'Ada Lovelace <eve@client.example>' ada@example.org odd '' 0 "$(printf 'Look:\n> quoted')"; for i in 1 2 3 4 5; do m "$(printf '\320\220nn') <eve@client.example>" eve@client.example $i '<odd@client.example>' $i "$(printf 'Look %s.\n> quoted' $i)"; done; m eve@client.example eve@client.example 5 '<odd@client.example>' 6 'Else.'

$ dsupport show "$(dsupport list odd --template '{code}')" | sed -n '/^#/,$p'
\#1 mail by Ada Lovelace <eve@client.example> · 2026-11-24T08:00:00Z
the name is a colleague's, the address is not
asks for answers to ada@example.org
    Look:
    > quoted

\#2 mail by Аnn <eve@client.example> · 2026-11-24T08:01:00Z
the name mixes letters of alphabets that look alike
1 quoted line left out; --message 2 shows all
    Look 1.

\#3 mail by Аnn <eve@client.example> · 2026-11-24T08:02:00Z
the name mixes letters of alphabets that look alike
1 quoted line left out; --message 3 shows all
    Look 2.

\#4 mail by Аnn <eve@client.example> · 2026-11-24T08:03:00Z
the name mixes letters of alphabets that look alike
1 quoted line left out; --message 4 shows all
    Look 3.

\#5 mail by Аnn <eve@client.example> · 2026-11-24T08:04:00Z
the name mixes letters of alphabets that look alike
1 quoted line left out; --message 5 shows all
    Look 4.

\#6 mail by Аnn <eve@client.example> · 2026-11-24T08:05:00Z
the name mixes letters of alphabets that look alike
flood: 6 mails of this sender in ten minutes
another mail with other content has the same Message-ID
1 quoted line left out; --message 6 shows all
    Look 5.

\#7 mail by eve@client.example · 2026-11-24T08:06:00Z
flood: 7 mails of this sender in ten minutes
another mail with other content has the same Message-ID
    Else.

$ dsupport show "$(dsupport list odd --template '{code}')" --json | jq -c '.messages[] | [.n, .vouched_by, .flood, .variant]'
[1,null,false,false]
[2,null,false,false]
[3,null,false,false]
[4,null,false,false]
[5,null,false,false]
[6,null,true,true]
[7,null,true,true]

# Somebody new who writes the code of a ticket into the subject gets one of the own, with a hint.

$ export o=$(dsupport list odd --template '{code}'); printf 'From: kim@client.example\nMessage-ID: <kim@client.example>\nSubject: Again [%s]\nDate: Tue, 24 Nov 2026 08:30:00 +0000\n\nHere too.\n' $o | dsupport ingest -q -; k=$(dsupport list again --template '{code}'); [ $k != $o ]; dsupport show $k | sed -n '/^#/,$p' | sed "s/$o/ODD/"; dsupport show $k --json | jq -r '.messages[0].possibly' | sed "s/$o/ODD/"
\#1 mail by kim@client.example · 2026-11-24T08:30:00Z
possibly of ODD, which its subject names; its sender is new there
    Here too.
ODD

# A mail without a text says what it encloses, and is found by it; else a reader is told how to get at its files.

$ s() { printf 'From: kim@client.example\nMessage-ID: <%s@client.example>\nSubject: %s\nDate: Tue, 24 Nov 2026 08:4%s:00 +0000\nContent-Type: %s\n\n%b\n' "$@" | dsupport ingest -q -; }; s fwd Forward 0 message/rfc822 'From: Boss <boss@client.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0000\nSubject: Fix it\n\nIt loses zebras.'; s scan Paper 1 'application/pdf; name=scan.pdf' x

$ dsupport search zebras --template '{code}' | xargs dsupport show | sed -n '/^#/,$p'
\#1 mail by kim@client.example · 2026-11-24T08:40:00Z
file Fix it.eml, 110 B
    Attached mail: Fix it
    Boss <boss@client.example>, 2026-11-23T10:00:00Z

    It loses zebras.

$ dsupport show "$(dsupport list paper --template '{code}')" | sed -n '/^#/,$p'
\#1 mail by kim@client.example · 2026-11-24T08:41:00Z
file scan.pdf, 3 B
no text to read; dsupport show [..] --message 1 --save . writes its file here
