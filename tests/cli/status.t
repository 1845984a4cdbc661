# Before anything is written: nothing is wrong, and nothing is made.
$ dsupport status --check; ls home
me         nobody in the team; nothing written yet
tickets    0 new, 0 open, 0 on-hold, 0 pending; 0 need attention, 0 unassigned
on duty    nobody: no rota
mail       nothing waits
log        events: 0, not mailed yet: 0; digest [..]
state      tickets: 0; digest [..]
to set up  no group address: mails to the team are held: dsupport init --group ADDRESS
           no address of your own: dsupport init --email YOU@example.org
           no rota: nobody is on duty: dsupport init
ls: cannot access 'home': No such file or directory
[exit 2]
$ dsupport status --json | jq -c '.me, .events, .advice[0]'
{"person":null,"key":null}
{"total":0,"held":0,"unknown":0,"not_mailed":0}
{"kind":"setup","text":"no group address: mails to the team are held","hint":"dsupport init --group ADDRESS"}

$ dsupport log -s 'Portal down' -m 'error 500' -q
$ dsupport status
me         ada, key [..]
tickets    1 new, 0 open, 0 on-hold, 0 pending; 0 need attention, 1 unassigned
on duty    nobody: no rota
mail       1 held, 3 changes for the next mail
log        events: 4, not mailed yet: 3; digest [..]
state      tickets: 1; digest [..]
needs you  mails held: 1, about KRT-H91: dsupport outbox
to set up  no group address: mails to the team are held: dsupport init --group ADDRESS
           no rota: nobody is on duty: dsupport init
$ dsupport status --check >/dev/null
[exit 1]
$ dsupport status --json | jq -c '.schema, .at, .tickets, .mail, .gaps, .duty, .needs'
1
"2026-11-24T09:00:00Z"
{"total":1,"new":1,"open":0,"on_hold":0,"pending":0,"attention":0,"unassigned":1,"conflicts":[],"overdue":[]}
{"queued":0,"held":1,"sending":0,"retry":0,"failed":0,"unknown":0}
[]
null
[{"kind":"mail","text":"mails held: 1, about KRT-H91","hint":"dsupport outbox"}]
$ dsupport status --json | jq -r '.log_digest, .state_digest' | grep -cE '^[0-9a-f]{64}$'
2

# With a rota.
$ cat >team.toml <<'END'
> [people.ada]
> name = "Ada Lovelace"
> [people.bo]
> name = "Bo Diddley"
> [rota]
> tz = "UTC"
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["ada", "bo"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["bo", "ada"]
> END
$ dsupport team apply team.toml -q; dsupport status --json | jq -c '.duty.roles[] | [.role, .seats[0].person]'
["first-level","ada"]
["technical","bo"]
