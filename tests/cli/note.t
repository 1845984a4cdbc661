$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}')

$ dsupport note $t -m 'The disk is full.'
[..] new, normal, first-level, unassigned

$ printf 'Filesystem full\n  /var 100%%\n' | dsupport note $t -m - --json | jq -c '[.status, .message_count]'
["new",3]

$ dsupport show $t --message 3
Filesystem full
  /var 100%

# A note has no way to an outsider.

$ dsupport note $t -m x --to jo@client.example
dsupport: note has no option --to
hint: dsupport help note
[exit 64]

$ dsupport show $t --json | jq -c '.messages[1] | [.kind, .to, .cc, .from]'
["note",[],[],"ada"]

$ dsupport note $t -m 'What if' -n | jq -r 'if type == "object" then .kind else . end'
note
What if

# It works on a closed ticket, and leaves it closed.

$ dsupport close $t --as fixed -m done -q; dsupport note $t -m 'It was db1.'
[..] closed as fixed

# Wrong input.

$ dsupport note $t
dsupport: a note for colleagues is missing
hint: nothing is asked without a terminal or with --no-input: give -m TEXT
[exit 64]

$ dsupport note $t -m ''
dsupport: the text of -m is empty
hint: -m TEXT, or -m - to read it from stdin
[exit 64]

$ dsupport note ZZZ -m x
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

# At a terminal the editor opens; what it leaves is the note, an empty text gives up.

$ printf '#!/bin/sh\ngrep -c ^DS: "$1" >lines\nprintf "From the editor.\\n\\nDS: not this\\n" >"$1"\n' >edit; chmod +x edit; export DSUPPORT_EDITOR="$PWD/edit"

$pty dsupport note @
[..] closed as fixed

$ dsupport show @ --json | jq '.messages[-1].text'
"From the editor."

$ export DSUPPORT_EDITOR=true

$pty dsupport note @
dsupport: the text is empty
[exit 2]

# A text that could not be written is kept when it is nowhere else, and the hint is a command that works.

$ printf 'The whole story.\n' | dsupport note ZZZ -m -; sed -i s/whole/long/ home/state/drafts/note.txt
dsupport: no ticket begins with ZZZ
hint: dsupport list --all; to go on with what you typed: dsupport note ZZZ --recover $HOME/home/state/drafts/note.txt

$ dsupport note @ --recover home/state/drafts/note.txt -q; dsupport show @ --json | jq '.messages[-1].text'; ls home/state/drafts
"The long story."

$ dsupport note @ --recover home/state/drafts/note.txt
dsupport: cannot read the draft home/state/drafts/note.txt
cause: No such file or directory
[exit 66]

$ dsupport note @ -m x --recover y
dsupport: -m and --recover give a text each: one is enough
hint: leave -m out to take up the draft
[exit 64]

# At a terminal the editor opens with the draft.

$ printf '#!/bin/sh\nprintf "Half a note.\\n" >"$1"\nexit 1\n' >edit

$ export DSUPPORT_EDITOR="$PWD/edit"

$pty dsupport note @
dsupport: the editor '$HOME/edit' ended with status 1
hint: to go on with what you typed: dsupport note @ --recover $HOME/home/state/drafts/note-_.txt
[exit 2]

$ printf '#!/bin/sh\nsed -i s/Half/All/ "$1"\n' >edit

$pty dsupport note @ --recover home/state/drafts/note-_.txt
[..] closed as fixed

$ dsupport show @ --json | jq '.messages[-1].text'; ls home/state/drafts
"All a note."

# An interrupted editor is an interrupted command.

$ printf '#!/bin/sh\nprintf "Half a note.\\n" >"$1"\nkill -INT $$\n' >edit

$pty dsupport note @
dsupport: the editor was interrupted
hint: to go on with what you typed: dsupport note @ --recover $HOME/home/state/drafts/note-_.txt
[exit 130]
