# The commands that name whoever is on duty.
$ cat >team.toml <<'END'
> [group]
> addresses = ["support@example.org"]
> [people.ada]
> [people.bo]
> [people.cy]
> name = "Cy Young"
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["bo"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["cy"]
> END
$ dsupport team apply team.toml -q; dsupport config set me.email ada@example.org; mkdir group
$ dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group
$ dsupport log -s 'Portal down' -m text --from 'Jo <jo@client.example>'
0RX-026 logged, unassigned; on duty: bo; will be mailed to the group

# An escalation names the holder, and so does its mail; to somebody by name it does not.
$ dsupport escalate @
0RX-026 open, normal, technical, unassigned; on duty: cy; a notice will be mailed
$ dsupport sync -q; grep -rh 'the next step' group | tr -d '\r'
0RX-026 is open; the next step is owed by technical, on duty: Cy Young.
$ dsupport deescalate @
0RX-026 open, normal, first-level, unassigned; on duty: bo; a notice will be mailed
$ dsupport escalate @ --to bo
0RX-026 open, normal, technical, held by bo; a notice will be mailed
$ dsupport release @; dsupport assign @ on-duty
0RX-026 open, normal, technical, unassigned
0RX-026 open, normal, technical, held by cy; a notice will be mailed
$ dsupport deescalate @ --to on-duty
0RX-026 open, normal, first-level, held by bo; a notice will be mailed

# What a role owes moves with the seat: the tickets are owed by the role, and no event is written.
$ dsupport log -q -s 'Second' -m text; dsupport escalate @ -q
$ dsupport list --owed-by technical --template '{subject} {assignee}'
Second 
$ dsupport status | grep 'on duty'
on duty  first-level bo, technical cy
$ dsupport rota cover ada --role technical -q; dsupport status | grep 'on duty'
on duty  first-level bo, technical ada
$ dsupport list --owed-by technical --template '{subject} {assignee}'
Second 
$ dsupport assign @ on-duty
SPH-7N3 open, normal, technical, held by ada; a notice will be mailed

# Nobody there: a gap is said, and nothing is given to nobody.
$ dsupport rota vacate --role technical --replace --force -q
it leaves a gap: technical is vacant: it was given up, and nobody covers it from 2026-11-24T09:00:00Z until 2026-11-30T09:00:00Z
$ dsupport rota now
first-level  bo         until Mon 30 Nov 09:00 UTC
technical is vacant: it was given up, and nobody covers it
[exit 1]
$ dsupport release @ -q; dsupport assign @ on-duty
dsupport: nobody is on technical duty now
hint: dsupport rota now; or name a person
[exit 1]
$ dsupport status --json | jq -c '[.needs[].text]'
["technical is vacant: it was given up, and nobody covers it"]
$ dsupport undo 2
SPH-7N3 taken back: no assignee
taken back: technical to nobody

# dsupport alone: at a terminal how things stand, else the commands.
$pty dsupport
^[[2mme^[[0m       ada, key [..]
^[[2mtickets^[[0m  0 new, 2 open, 0 on-hold, 0 pending; 0 need attention, 0 unassigned
^[[2mon duty^[[0m  first-level bo, technical ada
^[[2mmail^[[0m     1 queued, 12 changes for the next mail
^[[2mlog^[[0m      events: 21, not mailed yet: 12; digest [..]
^[[2mstate^[[0m    tickets: 2; digest [..]

^[[1mCODE^[[0m     ^[[1mSTATUS^[[0m  ^[[1mURGENCY^[[0m  ^[[1mOWED BY^[[0m      ^[[1mASSIGNEE^[[0m  ^[[1mREQUESTER^[[0m           ^[[1mSUBJECT^[[0m
^[[1m0RX-026^[[0m  ^[[32mopen^[[0m    normal   first-level  bo        Jo <jo@client.exa…  Portal down
^[[1mSPH-7N3^[[0m  ^[[32mopen^[[0m    normal   technical    ada                           Second
$ dsupport | head -n 1
dsupport: tickets for a team whose only shared infrastructure is one mail group
$pty dsupport --home $PWD/nothing
dsupport: tickets for a team whose only shared infrastructure is one mail group
...
Start with: dsupport log
...

# What was done to the rota has words, too.
$ dsupport history --mine | head -n 2 | cut -f5
took back: no assignee; took back: technical to nobody
no assignee
$ dsupport release @ -q; dsupport rota away ada --from 2027-01-01 --to 2027-01-03 -q
$ dsupport undo
taken back: ada away from 2027-01-01 to 2027-01-03
$ dsupport undo 3
SPH-7N3 taken back: no assignee
SPH-7N3 taken back: assignee ada
taken back: technical to ada
$ dsupport redo
SPH-7N3 done again: no assignee
SPH-7N3 done again: assignee ada
done again: technical to ada
