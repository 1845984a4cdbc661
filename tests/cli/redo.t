$ dsupport redo
dsupport: nothing to redo
hint: dsupport history --mine
[exit 1]

$ dsupport log -q -s 'Portal down'; t=$(dsupport list --template '{code}'); dsupport triage $t --urgency high -q; dsupport take $t -q

$ dsupport undo 2
[..] taken back: assignee ada
[..] taken back: status open, urgency high

$ dsupport redo
[..] done again: assignee ada
[..] done again: status open, urgency high

$ dsupport redo
dsupport: nothing to redo
hint: dsupport history --mine
[exit 1]

$ dsupport undo -q; dsupport undo -q; dsupport redo
[..] done again: status open, urgency high

$ dsupport redo --json | jq -c '[.status, .urgency, .assignee]'
["open","high","ada"]

# A call comes back, and is mailed after all.

$ dsupport log -q -s 'Another'; dsupport undo -q; dsupport redo; dsupport list --json | jq length
[..] done again: logged, subject Another
2

# What was done since makes an undo final.

$ dsupport undo -q; dsupport tag $t vip -q; dsupport redo
dsupport: nothing to redo
hint: dsupport history --mine
[exit 1]

# Wrong input.

$ dsupport redo none
dsupport: 'none' is not a number of commands
hint: dsupport history --mine
[exit 64]
