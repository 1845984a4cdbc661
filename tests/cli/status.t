# Before anything is written: nothing is wrong, and nothing is made.
$ dsupport status --check; ls home
$ dsupport status --json | jq -c '.me, .events, .advice[0]'

$ dsupport log -s 'Portal down' -m 'error 500' -q
$ dsupport status
$ dsupport status --check >/dev/null
[exit 1]
$ dsupport status --json | jq -c '.schema, .at, .tickets, .mail, .gaps, .duty, .needs'
$ dsupport status --json | jq -r '.log_digest, .state_digest' | grep -cE '^[0-9a-f]{64}$'

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
