# A call needs no setup: the first one makes the home.

$ dsupport log -s 'Portal down' -m 'Error 500 since nine.' --from 'Jo Client <jo@client.example>' --phone '+44 20 7946 0999' --duration 4m
[..] logged, 4m, unassigned; the mail is held: no group address

$ dsupport show @
[..]  Portal down

status     new
owed by    first-level
level      first-level
assignee   nobody
urgency    normal
requester  Jo Client <jo@client.example> +44 20 7946 0999
call       2026-11-24T09:00:00Z, from +44 20 7946 0999, 4m, logged by ada
created    2026-11-24T09:00:00Z
updated    2026-11-24T09:00:00Z

\#1 call by ada · 2026-11-24T09:00:00Z
    Error 500 since nine.

# The first line of a text is the subject when there is no other.

$ printf 'Printer on fire\n\nIt stands in room 12.\n' | dsupport log -m - -q; dsupport show @ --json | jq -r '.subject, .messages[0].text'
Printer on fire
It stands in room 12.

# Everything can be said at once, and a script gets the ticket back.

$ dsupport log -s 'Invoice wrong' --from sam@acme.example --client acme --nature business --urgency high --assign me --line uk --at '2026-11-24 08:40' --json | jq -c '[.subject, .status, .nature, .urgency, .client, .assignee, .channel, .call.line, .call.at, .created_at, .requester.email]'
at Tue 24 Nov 08:40 UTC
["Invoice wrong","new","business","high","acme","ada","phone","uk","2026-11-24T08:40:00Z","2026-11-24T08:40:00Z","sam@acme.example"]

# The alias.

$ dsupport call -s 'Short one' -q; dsupport list --template '{subject}' --sort created --limit 1
Short one

# Nothing is written in a dry run.

$ dsupport log -s 'Only a test' -m 'What if' -n | jq -r 'if type == "object" then .kind else . end'
open
What if

$ dsupport list --all --json | jq length
4

# Wrong input.

$ dsupport log
dsupport: a subject is missing
hint: nothing is asked without a terminal or with --no-input: give -s TEXT
[exit 64]

$ dsupport log --from 'Jo'
dsupport: a subject is missing
hint: nothing is asked without a terminal or with --no-input: give -s TEXT
[exit 64]

$ dsupport log -m ''
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

$ dsupport log -s ''
dsupport: the subject must not be empty
hint: a few words that say what it is about
[exit 64]

$ dsupport log -s x --urgency hihg
dsupport: 'hihg' is not an urgency
hint: did you mean 'high'?
[exit 64]

$ dsupport log -s x --nature tecnical
dsupport: unknown nature 'tecnical'
hint: did you mean 'technical'?
[exit 64]

$ dsupport log -s x --assign nobody
dsupport: no person matches 'nobody'
hint: people are added in the team document: `dsupport team apply FILE`
[exit 67]

$ dsupport log -s x --assign on-duty
dsupport: nobody is on first-level duty now
hint: dsupport rota now; or name a person
[exit 1]

$ dsupport log -s x --phone 'call me'
dsupport: 'call me' is not a phone number
hint: --phone +442071234567
[exit 64]

$ dsupport log -s x --duration 4
dsupport: '4' has no unit
hint: seconds, minutes, hours or days: 4s, 4m, 4h, 4d
[exit 64]

$ dsupport log -s x --at 'tomorrow 9:00'
at Wed 25 Nov 09:00 UTC
dsupport: a call cannot be logged before it came
hint: --at 9:40
[exit 64]

$ dsupport log -s x --at 12
dsupport: '12' could be any time
hint: write a clock time or a unit: 'today 17:00', 'in 17min'
[exit 64]

$ dsupport log -s x --recover nowhere
dsupport: cannot read the draft nowhere
cause: No such file or directory
[exit 66]

$ dsupport log -s x --subjct y
dsupport: log has no option --subjct
hint: did you mean --subject?
[exit 64]

$ dsupport log words
dsupport: log does not take 'words'
hint: dsupport help log
[exit 64]

# Nothing of that became a ticket.

$ dsupport list --all --json | jq length
4

$ dsupport log -s "$(printf 'two\nlines')"
dsupport: a subject is one line without control characters
hint: what else there is to say belongs into the text
[exit 64]

$ dsupport log -s "$(printf '%03600d' 0)"
dsupport: a subject has at most 500 characters
hint: what else there is to say belongs into the text
[exit 64]

$ dsupport log -s x --from "$(printf '%0201d' 0)"
dsupport: a name has at most 200 characters
hint: what else there is to say belongs into the text
[exit 64]

$ dsupport log -s x -s y
dsupport: --subject is given twice
hint: dsupport help log
[exit 64]

$ dsupport log -s x --from 'Jo <jo@client.example>, Sam <sam@client.example>'
dsupport: 'Jo <jo@client.example>, Sam <sam@client.example>' is not one mail address
hint: --from 'Ada Lovelace <ada@client.org>'
[exit 64]

$ dsupport log -m - -m y
dsupport: --message is given twice
hint: dsupport help log
[exit 64]

# What was typed survives a write that fails: the hint is the command that goes on.

$ printf 'Keep me\nEvery word.\n' | dsupport log --assign nobody --urgency high -m - 2>err; cat err; grep -o 'dsupport log .*' err | sed 's/ --assign nobody//' >again; sh again; dsupport show @ --json | jq -c '[.subject, .messages[0].text, .urgency]'; ls home/state/drafts
dsupport: no person matches 'nobody'
hint: people are added in the team document: `dsupport team apply FILE`; to go on with what you typed: dsupport log --assign nobody --urgency high --recover $HOME/home/state/drafts/log.txt
[..] logged, unassigned; the mail is held: no group address
["Keep me","Every word.","high"]

# A mistake beside a text in the command line leaves nothing: the shell has the line.

$ dsupport log -s x -m 'Every word.' --urgency hihg; ls home/state/drafts
dsupport: 'hihg' is not an urgency
hint: did you mean 'high'?

# Who calls may be a colleague, and a short time is said as it was understood.

$ dsupport config set me.email ada@example.org; dsupport init -q 2>/dev/null; dsupport init --email ada@example.org --name 'Ada Lovelace' >/dev/null; dsupport log -s 'My screen' --from me --at 8:40 --json | jq -c '[.requester.name, .requester.email, .call.at]'
at Tue 24 Nov 08:40 UTC
["Ada Lovelace","ada@example.org","2026-11-24T08:40:00Z"]

$ dsupport log -q -s 'Contract' --from '"Doe, John \"JD\"" <jd@client.example>'; dsupport show @ --json | jq -r .requester.name
Doe, John "JD"

# At a terminal the program asks, one line at a time.

$pty dsupport log
> Jo Client <jo@client.example>
> The door is open
> /u high
> It bangs in the wind.
> /n tecnical
> /n technical
> /v
> /var is full
> 
caller> Jo Client <jo@client.example>
  [..]  new  Portal down
what> The door is open
what> /u high
what> It bangs in the wind.
what> /n tecnical
unknown nature 'tecnical' (did you mean 'technical'?)
what> /n technical
what> /v
no /v here (/u URGENCY, /n NATURE, /a PERSON, /c CLIENT, /e for the editor, /x to keep it as a draft)
what> /var is full
what> 
[..] logged, unassigned; the mail is held: no group address

$ dsupport show @ --json | jq -c '[.subject, .messages[0].text, .urgency, .nature, .requester.email]'; ls home/state/drafts
["The door is open","It bangs in the wind.\n/var is full","high","technical","jo@client.example"]

# What cannot be read is asked for again; Enter alone means unknown.

$pty dsupport log
> jo@
> +44 20 7946 0111
> Number only
> 
caller> jo@
'jo@' is not one mail address (--from 'Ada Lovelace <ada@client.org>')
caller> +44 20 7946 0111
what> Number only
what> 
[..] logged, unassigned; the mail is held: no group address

$pty dsupport log
> 
> Nobody knows
> /a me
> /c acme
> 
caller> 
what> Nobody knows
what> /a me
what> /c acme
what> 
[..] logged, held by ada; the mail is held: no group address

$ dsupport show @ --json | jq -c '[.requester.name, .assignee, .client]'
[null,"ada","acme"]

# An arrow key is no text.

$pty dsupport log --from Jo
>! ^[[A^M
> Straight on
> 
caller> Jo
what> ^[[..][A
that line had control characters, or is not UTF-8: please type it again
what> Straight on
what> 
[..] logged, unassigned; the mail is held: no group address

# Ctrl-C keeps everything from the first line on, and says how to go on.

$pty dsupport log --phone 5551234
> Sam
> Half a story
> /u critical
>! ^C
caller> Sam
what> Half a story
what> /u critical
what> ^C
dsupport: interrupted
hint: to go on with what you typed: dsupport log --phone 5551234 --resume
[exit 130]

$ cat home/state/drafts/*
DS: caller Sam
DS: urgency critical
DS: at 2026-11-24T09:00:00Z
Half a story

$pty dsupport log --resume
> And the other half.
> 
caller> Sam
what> Half a story
what> And the other half.
what> 
[..] logged, unassigned; the mail is held: no group address

$ dsupport show @ --json | jq -c '[.subject, .messages[0].text, .urgency, .requester.phone]'; ls home/state/drafts
["Half a story","And the other half.","critical",null]

# So does /x, and the end of the input; an editor may be used in between.

$ printf '#!/bin/sh\nprintf "More of it.\\n" >>"$1"\n' >edit; chmod +x edit; export DSUPPORT_EDITOR="$PWD/edit"

$pty dsupport log
> 
> For later
> /e
> /x
caller> 
what> For later
what> /e
what> For later
what> 
what> More of it.
what> /x
dsupport: nothing is logged yet
hint: to go on with what you typed: dsupport log --resume
[exit 2]

$ cat home/state/drafts/*
DS: at 2026-11-24T09:00:00Z
For later

More of it.

$pty dsupport log --resume
>! ^D
what> For later
what> 
what> More of it.
what> 
dsupport: nothing is logged yet: the input ended
hint: to go on with what you typed: dsupport log --resume
[exit 2]

$ dsupport log --recover home/state/drafts/log.txt -q; dsupport show @ --json | jq -c '[.subject, .messages[0].text]'; ls home/state/drafts
["For later","More of it."]

# Nothing typed is nothing to keep.

$pty dsupport log
> 
> 
caller> 
what> 
dsupport: nothing was logged: no subject
[exit 2]

$ dsupport log --resume
dsupport: there is no draft to recover
hint: begin anew: dsupport log
[exit 1]

$ dsupport log --resume --recover x
dsupport: --resume and --recover take up a draft each: one is enough
hint: --recover takes the draft that you name, --resume the newest
[exit 64]

# A paragraph in one line: its beginning is the subject, and no word of it is lost.

$ dsupport log -q -m "$(printf '%0600d' 0)"; dsupport show @ --json | jq -c '[(.subject | length), (.messages[0].text | length)]'
[101,600]

$ dsupport log -q -s "$(printf '%0500d' 0)"; dsupport show @ --json | jq -c '.subject | length'
500

# A line that is none is told all.

$ dsupport team apply -q "$TESTDIR/../../examples/team.toml"; dsupport log -s x --line fr
dsupport: no phone line 'fr'
hint: the lines are: uk
[exit 64]
