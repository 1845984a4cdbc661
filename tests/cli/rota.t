# Without rules nobody is on duty, and it says what to do.
$ dsupport rota now
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
$ dsupport rota now --role technical --json
$ dsupport rota now --at '2026-11-30 09:00' --json | jq -r '.roles[].seats[].person'
$ dsupport rota now --at 2025-12-31T00:00:00Z
[exit 1]

# Somebody is missing.
$ sed '/people.bo/,/Bo/d; s/"bo", //; s/, "bo"//' team.toml >less.toml; dsupport team apply less.toml -q; dsupport rota now
[exit 1]

$ dsupport rota show
[exit 64]
$ dsupport rota now --role cook
[exit 64]
