$ dsupport outbox

# Without a group a call's mail is held.

$ dsupport log -q -s 'Portal down' -m 'Error 500 since nine.'

$ dsupport outbox
1	held	letter	[..]		no group address	Portal down
	queued	post		2026-11-24T10:00:00Z	rides along with the next mail	(3 changes, composed when sent)

$ dsupport outbox --json | jq -c '.[0] | [.schema, .n, .state, .kind, .reason, .subject, .recipient, .attempts]'
[1,1,"held","letter","no group address","Portal down",null,0]

$ dsupport outbox show 1
1 held: no group address, 0 attempts
Portal down

(composed when it is first sent)

$ dsupport outbox show 1 --json | jq -r .state
held

$ dsupport outbox retry 1
dsupport: mail 1 waits for a group to be sent to
hint: dsupport init --group support@example.org
[exit 1]

# A dropped one is never sent.

$ dsupport outbox drop 1 --dry-run
1 would be dropped

$ dsupport outbox drop 1
1 dropped

$ dsupport outbox
	queued	post		2026-11-24T10:00:00Z	rides along with the next mail	(4 changes, composed when sent)

$ dsupport outbox --all --fields n,state,reason
1	dropped	dropped by hand
	queued	rides along with the next mail

$ dsupport outbox drop 1
dsupport: mail 1 is dropped already
hint: dsupport outbox list --all
[exit 1]

$ dsupport outbox retry 1
dsupport: mail 1 is dropped already
hint: dsupport outbox list --all
[exit 1]

# With a group it goes out, and what went is still there.

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; mkdir group; dsupport config set transport.kind dir >/dev/null; dsupport config set transport.path "$PWD/group" >/dev/null

$ dsupport log -q -s 'Printer on fire'; dsupport outbox --fields state,kind,subject
queued	letter	Printer on fire
queued	post	(12 changes, composed when sent)

$ dsupport sync --send -q; dsupport outbox list --all --fields state,kind,attempts
dropped	letter	0
sent	letter	1

$ dsupport outbox show 2 | grep -c '^Subject:'
2

# A mail that came back as words, without a report that a program can read: the client's copy has failed, and the ticket
# says so. What somebody quotes of that makes no difference.

$ dsupport log -q -s 'Login' -m 'No access.' --from 'Jo <jo@client.example>'; t=$(dsupport list Login --template '{code}'); dsupport reply $t -m 'Try again.' -q; dsupport sync --send -q

$ id=$(dsupport show $t --json | jq -r '.messages[1].message_id'); cat >back.eml <<END
> From: MAILER-DAEMON@mx.client.example
> Subject: failure notice
> Date: Tue, 24 Nov 2026 08:59:00 +0000
> Message-ID: <back@mx.client.example>
>
> Hi. This is the qmail-send program at mx.client.example.
>
> <jo@client.example>:
> Remote host said: 550 5.1.1 no such user
>
> --- Below this line is a copy of the message.
>
> Message-ID: <$id>
> From: ada@example.org
> To: jo@client.example
> Cc: support@example.org
>
> Try again.
> END

$ sed 's/^From: MAILER.*/From: bo@client.example/; s/back@mx/why@mx/' back.eml | dsupport ingest -q -; dsupport outbox list --all --fields state,recipient | grep jo@
sent	jo@client.example

$ dsupport ingest -q back.eml; dsupport outbox list --all --fields state,recipient,reason | grep -v sent
warning: SPH-7N3, mail 4 to jo@client.example: it came back: Remote host said: 550 5.1.1 no such user; dsupport show SPH-7N3
dropped		dropped by hand
failed	jo@client.example	it came back: Remote host said: 550 5.1.1 no such user

$ dsupport show $t | grep '^did not reach'; dsupport list --all --template '{subject}'
did not reach jo@client.example: failed, it came back: Remote host said: 550 5.1.1 no such user (mail 4 of the outbox)
failure notice
Login
Portal down
Printer on fire

# Somebody has to see to that: the ticket goes in front, though it waits for the client as before, and status names it,
# also when it is closed. Once the mail is tried again or given up it is one like the others.

$ dsupport wait $t --on client -q; dsupport list --json | jq -c '.[] | [.subject, .status, .attention, .undelivered]' ; dsupport status | grep -e attention -e 'mails failed'
["failure notice","new",true,false]
["Login","pending",false,true]
["Portal down","new",false,false]
["Printer on fire","new",false,false]
tickets    3 new, 0 open, 0 on-hold, 1 pending; 2 need attention, 4 unassigned
needs you  mails failed: 1, about SPH-7N3: dsupport outbox

$ dsupport rebuild -q; dsupport close $t --as answered -m 'They called.' -q; dsupport list --all --template '{subject}'; dsupport status --json | jq -c '.needs[] | select(.kind == "mail") | .text'; dsupport reopen $t -q
failure notice
Login
Portal down
Printer on fire
"mails failed: 1, about SPH-7N3"

$ dsupport outbox retry 4 -q; dsupport list --template '{subject} {undelivered}'; dsupport show $t --json | jq .undelivered
failure notice false
Portal down false
Printer on fire false
Login false
false

# The same mail once more says nothing of what went out again.

$ dsupport sync --send -q; dsupport ingest back.eml; dsupport outbox list --all --fields state,recipient,reason | grep jo@
mails read: 1; new: 0; known already: 1; refused: 0; new tickets: 0
sent	jo@client.example	

# One that names nobody is about the client's copy, too.

$ sed -e 's/^<jo@.*/Nobody of that name is here./; /^Remote host/d; s/back@mx/again@mx/' back.eml | dsupport ingest -q -; dsupport outbox list --all --fields state,recipient,reason | grep jo@
warning: SPH-7N3, mail 4 to jo@client.example: it came back; dsupport show SPH-7N3
failed	jo@client.example	it came back

# A client's mail may be passed on to an address that we know nothing of; a colleague's is not the client.

$ id=$(dsupport show $t --json | jq -r '[.messages[] | select(.kind == "reply")][-1].message_id'); report() { printf 'From: postmaster@mx.client.example\nSubject: Undeliverable\nDate: Tue, 24 Nov 2026 08:59:30 +0000\nMessage-ID: <%s@mx.client.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.client.example\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.2.2\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <%s>\n\n--b--\n' $1 $2 $id; }
$ dsupport outbox retry 4 -q; dsupport sync --send -q; report r1 ada@example.org | dsupport ingest -q -; report r2 joe.real@internal.client.example | dsupport ingest -q -; dsupport outbox list --all --fields state,recipient,reason | grep jo@
warning: SPH-7N3, mail 4 to jo@client.example: it came back for joe.real@internal.client.example: 5.2.2; dsupport show SPH-7N3
failed	jo@client.example	it came back for joe.real@internal.client.example: 5.2.2

# Wrong input.

$ dsupport outbox show
dsupport: which mail?
hint: dsupport outbox lists them with their numbers
[exit 64]

$ dsupport outbox show 99
dsupport: no mail 99 in the outbox
hint: dsupport outbox list --all
[exit 1]

$ dsupport outbox sohw 1
dsupport: outbox cannot 'sohw'
hint: did you mean 'show'?
[exit 64]

$ dsupport outbox drop two
dsupport: which mail?
hint: dsupport outbox lists them with their numbers
[exit 64]
