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
hint: leave -m out to get an editor
[exit 64]

$ dsupport log -s ''
dsupport: the subject must not be empty
[exit 64]

$ dsupport log -s x --urgency hihg
dsupport: 'hihg' is not an urgency
hint: did you mean 'high'?
[exit 64]

$ dsupport log -s x --nature tecnical
dsupport: unknown nature 'tecnical'
hint: did you mean 'technical'? to go on with what you typed: --recover $HOME/home/state/drafts/log.txt
[exit 64]

$ dsupport log -s x --assign nobody
dsupport: no person matches 'nobody'
hint: `dsupport team show` lists the people; to go on with what you typed: --recover $HOME/home/state/drafts/log.2.txt
[exit 67]

$ dsupport log -s x --assign on-duty
dsupport: nobody is on first-level duty now
hint: dsupport rota now; or name a person; to go on with what you typed: --recover $HOME/home/state/drafts/log.3.txt
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

# What was typed survives a write that fails.

$ dsupport log -s 'Keep me' -m 'Every word.' --assign nobody 2>err; sed -n 's/^.*--recover //p' err | xargs cat; dsupport log -q --recover "$(sed -n 's/^.*--recover //p' err)"; dsupport show @ --json | jq -c '[.subject, .messages[0].text]'
Keep me
Every word.
["Keep me","Every word."]

# Typed at a terminal, the program asks.

$pty dsupport log
> The door is open
> +44 20 7946 0111
what is it about> The door is open
who called (Enter: unknown)> +44 20 7946 0111
[..] logged, unassigned; the mail is held: no group address

$pty dsupport log
>
what is it about> 
dsupport: nothing was logged: no subject
[exit 2]
