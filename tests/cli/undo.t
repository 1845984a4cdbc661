$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}'); dsupport triage $t --urgency high --tag vip -q; dsupport take $t -q

# One command is one step, however much it changed.

$ dsupport undo --dry-run | jq -r .kind
undo

$ dsupport undo
[..] taken back: assignee ada

$ dsupport undo
[..] taken back: status open, urgency high, +vip

$ dsupport show $t --json | jq -c '[.status, .urgency, .tags, .assignee]'
["new","normal",[],null]

# A call that was not mailed goes away whole; its ticket is in no list any more.

$ dsupport undo; dsupport list; dsupport show $t --json | jq -c '[.void, .message_count]'
[..] taken back: logged, subject Portal down
[true,0]

$ dsupport assign $t ada
dsupport: [..] was taken back with all that was on it
hint: dsupport redo
[exit 1]

$ dsupport undo
dsupport: nothing to undo
hint: dsupport history --mine
[exit 1]

# Several at once.

$ dsupport log -q -s 'Another'; dsupport take @ -q; dsupport tag @ a -q; dsupport undo 2
[..] taken back: +a
[..] taken back: assignee ada, status open

# What it was before comes back.

$ dsupport triage @ --urgency high -q; dsupport triage @ --urgency low -q; dsupport undo --json | jq -r .urgency
high

# Wrong input.

$ dsupport undo 0
dsupport: '0' is not a number of commands
hint: dsupport history --mine
[exit 64]

$ dsupport undo all
dsupport: 'all' is not a number of commands
hint: dsupport history --mine
[exit 64]

$ dsupport undo 1 2
dsupport: undo does not take '2'
hint: dsupport help undo
[exit 64]

$ dsupport undo 99999
dsupport: there are only 2 commands to undo, not 99999
hint: dsupport undo 2
[exit 1]

# A home without tickets stays one.

$ dsupport --home none undo; dsupport --home none triage K7M; ls none
dsupport: nothing to undo
hint: dsupport history --mine
dsupport: there are no tickets yet
hint: dsupport log
ls: cannot access 'none': No such file or directory
[exit 2]

# A merge that is taken apart is a command, and not an undo: undo puts the two together again.

$ dsupport log -q -s one; a=$(dsupport show @ --template '{code}'); dsupport log -q -s two; b=$(dsupport show @ --template '{code}'); dsupport log -q -s three; c=$(dsupport show @ --template '{code}'); dsupport merge $a $b -q; dsupport tag $c later -q; dsupport unmerge $a -q

$ dsupport undo; dsupport show $a --json | jq -c '[.code == "'$b'", .message_count]'
[..] taken back: unmerge
[true,2]

$ dsupport redo; dsupport show $a --json | jq -c '[.code == "'$a'", .message_count]'
[..] done again: unmerge
[true,1]

$ dsupport undo 2 | sed "s/$c/C/"; dsupport history --mine --fields what | head -n 4
[..] taken back: unmerge
C taken back: +later
did again: merged; took back: +later
took back: merged
did again: merged
took back: merged
