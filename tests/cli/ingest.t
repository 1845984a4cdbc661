# Mails become tickets; what answers one joins it.

$ mkdir box
$ cat >box/1.eml <<'END'
> From: Jo Client <jo@client.example>
> To: support@example.org
> Subject: Portal down
> Date: Tue, 24 Nov 2026 08:00:00 +0000
> Message-ID: <1@client.example>
>
> Error 500 since nine.
> END
$ cat >box/2.eml <<'END'
> From: jo@client.example
> Subject: Re: Portal down
> Date: Tue, 24 Nov 2026 08:30:00 +0000
> Message-ID: <2@client.example>
> In-Reply-To: <1@client.example>
>
> It is the database.
> END

$ dsupport ingest box/2.eml
mails read: 1; new: 1; known already: 0; refused: 0; new tickets: 1
$ dsupport ingest box
mails read: 2; new: 1; known already: 1; refused: 0; new tickets: 0
$ dsupport list
[..]	new	normal	first-level	first-level		2026-11-24T08:30:00Z	Jo Client <jo@client.example>	Portal down

# A second time nothing is new, whatever the form.

$ dsupport ingest --json box/1.eml - <box/2.eml
{"schema":1,"read":2,"new_tickets":0,"added":0,"duplicate":2,"events":0,"passed_over":0,"refused":[]}
$ dsupport ingest -q box

# The words are found, and lead to the ticket.

$ dsupport search database | cut -f 3-
mail	Portal down	It is the database.

# Nothing is kept of a dry run.

$ sed 's/1@client/3@client/; s/Portal down/Printer/' box/1.eml | dsupport ingest -n -
mails read: 1; would be new: 1; known already: 0; refused: 0; new tickets: 1
$ dsupport list | wc -l
1

# A bounce and an answer that a machine gave reopen nothing; a client's mail does.

$ dsupport close @ --as fixed -m 'Restarted.' -q; echo $?
dsupport: '@' means the last ticket you touched, and there is none yet
hint: dsupport list
1
$ t=$(dsupport list --template '{code}'); dsupport close $t --as fixed -m 'Restarted.'
[..] closed as fixed; deals with 2 mails of the client's, newest 2026-11-24T08:30:00Z; a notice is held: no group address
$ cat >away.eml <<'END'
> From: jo@client.example
> Subject: Out of office: Portal down
> Date: Tue, 24 Nov 2026 08:50:00 +0000
> Message-ID: <4@client.example>
> In-Reply-To: <2@client.example>
> Auto-Submitted: auto-replied
>
> Back on Monday.
> END
$ dsupport ingest -q away.eml; dsupport show $t --json | jq -c '[.status, .attention, .message_count]'
["closed",false,4]
$ sed 's/4@client/5@client/; s/^Auto.*/X-Mailer: none/; s/Out of office/Re/; s/Back on Monday/Down again/' away.eml | dsupport ingest -q -
$ dsupport show $t --json | jq -c '[.status, .stored_status, .reopened_by, .attention]'
["open","closed","client",true]

# Why each mail is here, and as what it counts.

$ dsupport why $t mails | cut -f 1,2,5
mail 1	human: somebody of the team has put it here	covered
mail 2	human: somebody of the team has put it here	covered
mail 3	human: somebody of the team has put the mail before it here	uncovered
mail 4	machine: somebody of the team has put the mail before it here; Auto-Submitted: auto-replied	shown
$ dsupport why $t requester
requester	Jo Client <jo@client.example>			shown	

# What cannot be read is refused with its reason and kept.

$ printf 'no mail at all' >noise; dsupport ingest noise
mails read: 1; new: 0; known already: 0; refused: 1; new tickets: 0
refused: noise: it is no mail: it has no header field
note: what was refused is kept as it came; dsupport status lists it
$ dsupport status | grep unreadable
unreadable  1 mail, the first noise: it is no mail: it has no header field
$ dsupport ingest --retry
mails read: 1; new: 0; known already: 0; refused: 1; new tickets: 0
refused: noise: it is no mail: it has no header field
note: what was refused is kept as it came; dsupport status lists it

# Mail that came over another list is listed apart.

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q
$ sed 's/1@client/6@client/; s/Portal down/Offers/; s/^To:.*/List-Id: <offers.shop.example>/' box/1.eml | dsupport ingest -
mails read: 1; new: 1; known already: 0; refused: 0; new tickets: 1
$ dsupport list --template '{subject}'
Portal down
$ dsupport list --bulk --template '{subject}'
Offers

# One source that is not there is no reason to leave the others.

$ dsupport ingest nowhere box --json
{"schema":1,"read":2,"new_tickets":0,"added":0,"duplicate":2,"events":0,"passed_over":0,"refused":[]}
dsupport: [..]nowhere[..]
cause: No such file or directory
[exit 66]
$ dsupport ingest
dsupport: ingest needs a source of mails
hint: dsupport ingest FILE, or - for standard input
[exit 64]

# At the group's own address is nobody who asks, also when the address is only known later.

$ printf 'From: Support <support@example.org>\nSubject: Spare keys\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <k@example.org>\n\nWho has them?\n' >group.eml
$ export DSUPPORT_HOME=$PWD/later; dsupport ingest -q group.eml; dsupport list --json | jq -c '.[].requester'
{"name":"Support","email":"support@example.org","phone":null,"reply_to":"support@example.org"}
$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; dsupport list --json | jq -c '.[].requester'
{"name":"Support","email":null,"phone":null,"reply_to":null}
$ DSUPPORT_ME_EMAIL=ada@example.org dsupport reply $(dsupport list --template '{code}') -m 'Not me.'
dsupport: cannot answer FD8-D58: no mail address of its requester is known
hint: dsupport reply FD8-D58 --to ADDRESS, or dsupport edit FD8-D58 --from 'NAME <mail>'
[exit 1]

# Nor does a colleague ask where a client has written, too; also one who becomes a colleague later.

$ printf 'From: Kit <kit@example.org>\nSubject: Your invoice\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nMessage-ID: <i1@example.org>\n\nIt is paid.\n' | dsupport ingest -q -
$ printf 'From: Gina <gina@client.example>\nSubject: Re: Your invoice\nDate: Tue, 24 Nov 2026 08:10:00 +0000\nMessage-ID: <i2@client.example>\nIn-Reply-To: <i1@example.org>\n\nIt is not.\n' | dsupport ingest -q -
$ i=$(dsupport list invoice --template '{code}'); dsupport list invoice --fields requester; dsupport why $i requester --fields why
Kit <kit@example.org>
as the mail it began with says
$ { cat "$TESTDIR/../../examples/team.toml"; printf '[people.kit]\nemail = "kit@example.org"\n'; } >kit.toml; dsupport team apply -y -q kit.toml; dsupport list invoice --fields requester; dsupport why $i requester --fields why
Gina <gina@client.example>
as the first mail of a client says

# What a form or a monitor sends, without an address to return it to, is a ticket; and who answers about
# being away is a person.

$ export DSUPPORT_HOME=$PWD/other
$ sed 's/1@client/f1@client/; s/^Subject.*/Subject: Out of office message is not sent/; 1i Return-Path: <>' box/1.eml | dsupport ingest -
mails read: 1; new: 1; known already: 0; refused: 0; new tickets: 1
$ o=$(dsupport list --template '{code}'); dsupport why $o mails | cut -f 1,2,5
mail 1	generated: its thread is this ticket's; Return-Path: <>	uncovered
$ dsupport close $o --as fixed -m 'Mended.' -q
$ sed 's/2@client/f2@client/; s/1@client/f1@client/; s/^Subject.*/Subject: Re: Out of office message is not sent/' box/2.eml | dsupport ingest -q -
$ dsupport show $o --json | jq -c '[.status, .reopened_by, .attention]'
["open","client",true]

# A bounce of what nobody here has sent is kept aside, where it can be found.

$ cat >back.eml <<'END'
> From: MAILER-DAEMON@mx.client.example
> Subject: Undelivered Mail Returned to Sender
> Date: Tue, 24 Nov 2026 09:00:00 +0000
> Message-ID: <back@mx.client.example>
> Return-Path: <>
>
> <somebody@client.example>: no such user
> END
$ dsupport ingest back.eml
mails read: 1; new: 1; known already: 0; refused: 0; new tickets: 1
$ dsupport list --template '{subject}'
Out of office message is not sent
$ dsupport list --bulk --template '{subject}'
Undelivered Mail Returned to Sender
$ dsupport search 'no such user' | cut -f 3-
mail	Undelivered Mail Returned to Sender	<somebody@client.example>: no such user
$ unset DSUPPORT_HOME
