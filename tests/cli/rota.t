# Without rules nobody is on duty, and it says what to do.
$ dsupport rota now
dsupport: nobody is on duty: no rules in force
hint: write a [rota] into $HOME/home/team.toml and put it into the log: dsupport team apply $HOME/home/team.toml
[exit 1]

$ cat >team.toml <<'END'
> [people.ada]
> name = "Ada Lovelace"
> phone = "+44 20 7946 0999"
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
$ dsupport team apply team.toml -q

# 2026-11-23 09:00 is 46 weeks after the start: an even turn, so the first of each order.
$ dsupport rota now
first-level  ada        until Mon 30 Nov 09:00 UTC  +44 20 7946 0999
technical    bo         until Mon 30 Nov 09:00 UTC
$ dsupport rota now --role technical --json
{"schema":1,"at":"2026-11-24T09:00:00Z","roles":[{"role":"technical","seats":[{"seat":0,"person":"bo","since":"2026-11-23T09:00:00Z","until":"2026-11-30T09:00:00Z","reason":"rotation","phone":null}]}],"problems":[]}
$ dsupport rota now --at '2026-11-30 09:00' --json | jq -r '.roles[].seats[].person'
at Mon 30 Nov 09:00 UTC
bo
ada
$ dsupport rota now --at 2025-12-31T00:00:00Z
dsupport: nobody is on duty: no rules in force
hint: write a [rota] into $HOME/home/team.toml and put it into the log: dsupport team apply $HOME/home/team.toml
[exit 1]

# Somebody is missing.
$ sed '/people.bo/,/Bo/d; s/"bo", //; s/, "bo"//' team.toml >less.toml; dsupport team apply less.toml -q; dsupport rota now
first-level  ada        until Mon 30 Nov 09:00 UTC  +44 20 7946 0999
technical is vacant: Ada Lovelace has another seat at that time
[exit 1]

$ dsupport rota show
dsupport: rota has no verb 'show'
hint: there is: now
[exit 64]
$ dsupport rota now --role cook
dsupport: no role 'cook'
hint: first-level or technical
[exit 64]
