$ mkdir group; dsupport config set me.email ada@example.org; dsupport config set me.name 'Ada Lovelace'; dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group

$ cat > mara.eml <<'EOF'
> From: Mara Client <mara@client.example>
> To: support@example.org
> Subject: Portal down
> Date: Tue, 24 Nov 2026 08:30:00 +0000
> Message-ID: <one@client.example>
>
> The portal says error 500.
> Can you help?
>
> > An older line.
> --
> Mara
> EOF

$ dsupport ingest mara.eml -q; t=$(dsupport list --template '{code}'); dsupport list --template '{status} {requester.email}'
new mara@client.example

# Without a group nobody would hear what the client answers.

$ dsupport reply $t -m 'Try again.'
dsupport: no group address is set: what the client answers would reach nobody
hint: dsupport init --group support@example.org
[exit 78]

$ dsupport config set group.address support@example.org; dsupport reply $t -m 'Try again.' --dry-run | jq -c 'select(.kind? == "reply") | .to'
["mara@client.example","support@example.org"]

$ printf '[group]\naddresses = ["support@example.org"]\n[people.ada]\nname = "Ada Lovelace"\nemail = "ada@example.org"\n[templates.hello]\ntext = "Thank you, we are looking into it."\n' > team.toml; dsupport team apply team.toml -y
+ templates.hello.text = "Thank you, we are looking into it."

$ printf 'one\ntwo\n' > steps.txt

$ dsupport reply $t -m 'Please try again now.' --attach steps.txt --status pending --promise 'tomorrow 12:00'
promised Wed 25 Nov 12:00 UTC
2GC-VH5 pending for the client, normal, first-level, unassigned; deals with 1 mail of the client's, newest 2026-11-24T08:30:00Z; will be mailed to mara@client.example and the group

$ dsupport show $t
2GC-VH5  Portal down

status     pending, waits for the client
owed by    client
level      first-level
assignee   nobody
urgency    normal
requester  Mara Client <mara@client.example>
promised   2026-11-25T12:00:00Z
created    2026-11-24T08:30:00Z
updated    2026-11-24T09:00:00Z

\#1 mail by Mara Client <mara@client.example> · 2026-11-24T08:30:00Z
    The portal says error 500.
    Can you help?

    > An older line.
    --
    Mara

\#2 reply by ada · 2026-11-24T09:00:00Z
to mara@client.example
not sent to mara@client.example: queued (mail 1 of the outbox)
not sent to the group: queued (mail 2 of the outbox)
file c3f9c8c283a2
    Please try again now.

$ dsupport show $t --json | jq -c '.messages[1] | [.kind, .from, .to, .cc, .text, (.copies | map([.recipient, .state]))], (.attachments | map(.name))'
["reply","ada",["mara@client.example"],["support@example.org"],"Please try again now.",[["mara@client.example","queued"],[null,"queued"]]]
[null]

$ dsupport outbox
1	queued	letter	2GC-VH5	2026-11-24T09:00:00Z		Re: Portal down [2GC-VH5]
2	queued	letter	2GC-VH5	2026-11-24T09:00:00Z		Re: Portal down [2GC-VH5]
	queued	post				(6 changes, composed when sent)

$ dsupport undo; dsupport show $t --template '{status} {attention} {message_count}'; dsupport outbox
2GC-VH5 taken back: promise 2026-11-25T12:00:00Z, status pending, reply, deals with 1 mail
new true 1
	queued	post		2026-11-24T10:00:00Z	rides along with the next mail	(7 changes, composed when sent)

$ dsupport redo -q; dsupport sync
0 fetched, 0 new; 3 sent

$ ls group | wc -l; grep -l auto-generated group/*.eml | wc -l
2
1

# The client's copy and the group's are the same bytes; the notice with the signed event went out before them.

$ grep -L '^Auto-Submitted' group/*.eml | head -1 | xargs cat | tr -d '\r' | sed 's/=_ds-[0-9a-f]*/BOUNDARY/'
Date: Tue, 24 Nov 2026 09:00:00 +0000
From: Ada Lovelace <ada@example.org>
Reply-To: support@example.org
Subject: Re: Portal down [2GC-VH5]
To: Mara Client <mara@client.example>
Cc: support@example.org
Message-Id: <ds1.[..].2GCVH5ADSKBJY4CRWM06Q0KCZW@example.org>
In-Reply-To: <one@client.example>
References: <one@client.example>
X-Dsupport-Ticket: 2GC-VH5
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="BOUNDARY"

--BOUNDARY
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Please try again now.

On 2026-11-24 at 08:30 UTC, Mara Client wrote:
\> The portal says error 500.
\> Can you help?

--BOUNDARY
Content-Type: text/plain; charset=utf-8; name=steps.txt
Content-Disposition: attachment; filename=steps.txt
Content-Transfer-Encoding: base64

b25lCnR3bwo=

--BOUNDARY--

$ dsupport undo
dsupport: cannot take back 2GC-VH5: it was mailed already
hint: write a correction instead: dsupport reply 2GC-VH5
[exit 1]

# The text the signed event names is the text that arrives: what comes in from the group is our own.

$ dsupport ingest group/*.eml --json | jq -c '[.new_tickets, (.refused | length)]'; dsupport show $t --json | jq -c '[.attention, .message_count, .messages[1].attachments]'
[0,0]
[false,2,[{"name":"steps.txt","type":"text/plain","size":8,"sha256":"c3f9c8c283a2b1f2f1896f27a01cbe3cddc0c9d93f752e4639035a0f5b36f6e8"}]]

# Files that came with a mail.

$ mkdir saved; dsupport show $t --message 2 --save saved; dsupport show $t --message 2 --save saved; cmp steps.txt saved/steps-2.txt
saved/steps.txt
saved/steps-2.txt

$ dsupport show $t --message 1 --save saved
dsupport: the message has no files that are here
hint: dsupport show 2GC-VH5
[exit 1]

# A new mail of the client after the answer was written: it waits for a person.

$ dsupport reply $t -m 'Did it help?'
2GC-VH5 pending for the client, normal, first-level, unassigned; will be mailed to mara@client.example and the group

$ sed -e 's/one@/two@/' -e 's/08:30/08:55/' -e 's/^Can you help?/It works now./' -e '/^Message-ID/a In-Reply-To: <one@client.example>' mara.eml > two.eml; dsupport ingest two.eml -q

$ dsupport sync
2 fetched, 0 new; 1 sent, 2 held
dsupport: mail 4 (Re: Portal down [2GC-VH5]): the client wrote 08:55 UTC
hint: dsupport outbox show 4
[exit 1]

$ dsupport show $t | sed -n '/#4/,$p'
\#4 reply by ada · 2026-11-24T09:00:00Z
to mara@client.example
not sent to mara@client.example: held, the client wrote 08:55 UTC (mail 4 of the outbox)
not sent to the group: held, the client wrote 08:55 UTC (mail 5 of the outbox)
    Did it help?

$ dsupport outbox retry 4
dsupport: mail 4 stays held: the client wrote 08:55 UTC
hint: dsupport outbox retry 4 --anyway sends it all the same, dsupport outbox drop 4 does not
[exit 1]

$ dsupport outbox show 5 2>hint | head -1; cat hint
5 held: the client wrote 08:55 UTC, 0 attempts
hint: dsupport outbox retry 5 --anyway sends it all the same, dsupport outbox drop 5 does not

$ dsupport outbox retry 4 --anyway; dsupport sync
4, 5 queued; dsupport sync sends them
1 fetched, 0 new; 2 sent

# At a terminal the editor opens, with the client's mail in lines that are not sent; an empty text gives up.

$ printf '#!/bin/sh\ngrep ^DS: "$1" >lines\nprintf "From the editor.\\n\\nDS: not this\\n" >"$1"\n' >edit; chmod +x edit; export DSUPPORT_EDITOR="$PWD/edit" t

$pty dsupport reply $t
2GC-VH5 open, normal, first-level, unassigned; deals with 1 mail of the client's, newest 2026-11-24T08:55:00Z; will be mailed to mara@client.example and the group

$ cat lines; dsupport show $t --json | jq '.messages[-1].text'
DS: Your answer to Mara Client <mara@client.example>, then save and leave.
DS: An empty text gives up. About: Portal down
DS: This is quoted below it:
DS: On 2026-11-24 at 08:55 UTC, Mara Client wrote:
DS: > The portal says error 500.
DS: > It works now.
"From the editor."

$ export DSUPPORT_EDITOR=true

$pty dsupport reply $t
dsupport: the text is empty
[exit 2]

# What was typed is not lost when it cannot be queued.

$ printf 'The whole story.\n' | dsupport reply $t -m - --attach big.bin
dsupport: cannot attach big.bin
cause: No such file or directory
hint: --attach FILE; to go on with what you typed: dsupport reply 2GC-VH5 --attach big.bin --recover $HOME/home/state/drafts/reply.txt
[exit 66]

$ cat home/state/drafts/reply.txt; dsupport reply $t --recover home/state/drafts/reply.txt; ls home/state/drafts
The whole story.
2GC-VH5 open, normal, first-level, unassigned; will be mailed to mara@client.example and the group

# Templates, recipients, statuses.

$ dsupport reply $t --template hello --dry-run | jq -c 'select(type == "object") | [.kind, .to]'
["reply",["mara@client.example","support@example.org"]]

$ dsupport reply $t --template helo
dsupport: the team has no template 'helo'
hint: did you mean 'hello'?
[exit 64]

$ dsupport reply $t --template hello -m x
dsupport: -m and --template give a text each: one is enough
hint: leave one of them out
[exit 64]

$ dsupport close $t --as answered -m done -q; dsupport reply $t -m 'One more thing.' --keep-closed --to 'Jo Other <jo@other.example>' --cc mara@client.example
2GC-VH5 closed as answered; will be mailed to jo@other.example, mara@client.example and the group

$ dsupport reply $t -m 'And another.' --json | jq -r .status
open

$ dsupport reply $t -m x --to support@example.org
dsupport: cannot write to 'support@example.org': that is the group itself, which gets a copy anyway
hint: --to 'Mara Client <mara@client.org>'
[exit 64]

$ dsupport reply $t -m x --to nobody
dsupport: cannot write to 'nobody': it is not one mail address
hint: --to 'Mara Client <mara@client.org>'
[exit 64]

$ dsupport reply $t -m x --status closed
dsupport: a reply cannot make a ticket 'closed'
hint: --status pending or open; dsupport wait and dsupport close do the rest
[exit 64]

$ dsupport reply $t -m x --status open --keep-closed
dsupport: --status and --keep-closed say different things: one is enough
hint: leave one of them out
[exit 64]

$ dsupport reply $t -m x --promise yesterday
promised Mon 23 Nov 00:00 UTC
dsupport: --promise must be in the future
hint: --promise 'tomorrow 12:00'
[exit 64]

$ dsupport reply $t -m ''
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

$ dsupport reply $t
dsupport: the answer is missing
hint: nothing is asked without a terminal or with --no-input: give -m TEXT
[exit 64]

$ dsupport reply $t -m x --attach nothing.pdf
dsupport: cannot attach nothing.pdf
cause: No such file or directory
hint: --attach FILE
[exit 66]

$ dsupport reply $t -m x --attach group
dsupport: cannot attach group: it is not a file
hint: pack a folder first: tar czf FOLDER.tar.gz FOLDER
[exit 66]

$ truncate -s 26M big.bin; dsupport reply $t -m x --attach big.bin
dsupport: the files are too large: a mail may have 25 MB in all
hint: attach less, or say where the file can be fetched
[exit 64]

$ truncate -s 20M big.bin; dsupport reply $t -m x --attach big.bin
dsupport: the letter would have 29 MB; a mail may have 25 MB in all
hint: attach less, or say where the file can be fetched
[exit 64]

$ dsupport log -q -s 'A call without an address' --from Sam; dsupport reply @ -m 'Hello.'
dsupport: cannot answer [..]: no mail address of its requester is known
hint: dsupport reply [..] --to ADDRESS, or dsupport edit [..] --from 'NAME <mail>'
[exit 1]

$ dsupport reply @ -m 'Hello.' --to sam@client.example --now
[..] open, normal, first-level, unassigned; will be mailed to sam@client.example and the group
1 fetched, 0 new; 14 sent

$ dsupport reply nothing -m x
dsupport: no ticket begins with nothing
hint: dsupport list --all
[exit 1]

# An answer that is held and then dropped was never given: the client still waits, and colleagues hear of it.

$ sed -e 's/one@/drop1@/' -e 's/^Subject: .*/Subject: Dropped/' mara.eml | dsupport ingest -q -; export d=$(dsupport list dropped --template '{code}'); dsupport reply $d -m 'Too late.' -q; sed -e 's/one@/drop2@/' -e 's/^Subject: .*/Subject: Re: Dropped/' -e '/^Message-ID/a In-Reply-To: <drop1@client.example>' -e 's/^Can you help?/Never mind./' mara.eml | dsupport ingest -q -; dsupport sync -q
dsupport: mail 21 (Re: Dropped [G4F-7WX]): the client wrote 08:30 UTC
hint: dsupport outbox show 21
[exit 1]

$ dsupport outbox drop $(dsupport outbox --fields n,subject | sed -n 's/\tRe: Dropped.*//p' | head -1)
21, 22 dropped, and the answer taken back

$ dsupport show $d | sed -n '/^status/p; /^#/p'; dsupport list $d --fields attention,last_staff_at
status     new
\#1 mail by Mara Client <mara@client.example> · 2026-11-24T08:30:00Z
\#2 mail by Mara Client <mara@client.example> · 2026-11-24T08:30:00Z

$ dsupport sync -q; cat group/*.eml | tr -d '\r' | grep -h 'took back'
Ada Lovelace: took back: wrote an answer to mara@client.example, set it to open, 2026-11-24 09:00 UTC

# The same before a sync has looked: what is dropped of it is all of it.

$ dsupport reply $d -m 'Never mind.' -q; n=$(dsupport outbox --fields n,recipient | sed -n 's/\tmara@.*//p'); dsupport outbox drop $n; dsupport outbox --fields state,kind
25, 26 dropped, and the answer taken back
queued	post

# An answer keeps the promise that stood; what was answered early enough is no longer overdue.

$ dsupport log -q -s 'Mail is slow' --from 'Jo <jo@client.example>'; dsupport reply @ -m 'You hear from us soon.' --promise 'in 1min' -q 2>/dev/null; dsupport show @ --json | jq -r .promise_at
2026-11-24T09:01:00Z

$ dsupport reply @ -m 'It is fast again.' -q 2>/dev/null; dsupport show @ --json | jq -r .promise_at; DSUPPORT_TEST_NOW=2026-11-24T09:02:00Z dsupport status --json | jq -c .tickets.overdue
null
[]

# Other mails under the Message-ID of an answer, whatever they say, take neither the names nor the bytes of its files.

$ sed 's/one@client/files@client/; s/Portal down/Form/' mara.eml | dsupport ingest -q -; f=$(dsupport list Form --template '{code}'); dsupport reply $f -q -m 'See the file.' --attach steps.txt; dsupport sync --send -q; dsupport ingest -q group; id=$(dsupport show $f --json | jq -r '.messages[1].message_id')
$ for n in 1 2 3 4; do printf 'From: Eve <eve@evil.example>\nSubject: x\nMessage-ID: <%s>\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n\nforged %s\n' $id $n | dsupport ingest -q -; done
$ m=$(dsupport show $f --json | jq '[.messages[].kind] | index("reply")'); dsupport show $f --json | jq -c ".messages[$m] | [.text, .attachments[0].name]"; mkdir forged; dsupport show $f --message $((m + 1)) --save forged; cmp steps.txt forged/steps.txt
["See the file.","steps.txt"]
forged/steps.txt

# What held an answer and is dealt with holds it no more.

$ for i in 1 2; do sed -e "s/one@/late$i@/" -e 's/^Subject: .*/Subject: Late/' -e "/^Message-ID/a References: <late1@client.example>" -e "s/500/50$i/" mara.eml | dsupport ingest -q -; l=$(dsupport list late --template '{code}'); test $i = 2 || dsupport reply $l -m 'Soon.' -q; done; dsupport sync -q 2>/dev/null; n=$(dsupport outbox --fields n,subject | sed -n 's/\tRe: Late.*//p' | head -1); dsupport outbox retry $n -q
dsupport: mail [..] stays held: the client wrote 08:30 UTC
hint: dsupport outbox retry [..] --anyway sends it all the same, dsupport outbox drop [..] does not
[exit 1]

$ dsupport ack $l -q; dsupport outbox retry $n; dsupport sync -q; dsupport outbox --all --fields state,kind,subject | grep 'letter.*Re: Late'
[..] queued; dsupport sync sends them
sent	letter	Re: Late [..]
sent	letter	Re: Late [..]
