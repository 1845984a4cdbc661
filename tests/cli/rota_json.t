# Each verb of the rota says what it says to a script, too: the keys of dsupport-json(5).
$ cat >team.toml <<'END'
> [people.ada]
> phone = "+44 1"
> [people.bo]
> [people.cy]
> [people.dee]
> [people.eve]
> [[rota.first-level]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["ada", "bo", "cy"]
> [[rota.technical]]
> from = 2026-01-05T09:00:00
> every = "1 week"
> order = ["bo", "cy", "ada"]
> END
$ dsupport team apply team.toml -q
$ keys() { jq -c 'if type == "array" then .[0] else . end | keys_unsorted'; }

$ dsupport rota now --json | keys
["schema","at","roles","problems"]
$ dsupport rota now --json | jq -c '.roles[0].seats[0] | keys_unsorted'
["seat","person","since","until","reason","phone","turn_of","event"]
$ dsupport rota show --json | keys
["schema","role","seat","person","since","until","reason","turn_of","event","phone"]
$ dsupport rota show --me --zone Asia/Kathmandu --from 2026-11-01T00:00:00Z --to 2027-02-01T00:00:00Z --json | jq -c '[.[].person] | unique, length'
["ada"]
9
$ dsupport rota next --json --limit 1 | keys
["schema","role","seat","person","since","until","reason","turn_of","event","phone"]
$ dsupport rota check --json | keys
["schema","from","to","span","whole_cycle","sound","problems","tzdata","warnings"]
$ (cat team.toml; printf '[[rota.technical]]\nfrom = 2027-01-04T09:00:00\nevery = "1 week"\norder = ["dee"]\n') >more.toml
$ dsupport rota diff more.toml --json | keys
["schema","role","seat","from","to","before","after"]
$ dsupport rota cover dee --role first-level --from 2026-11-25T00:00:00Z --to 2026-11-25T01:00:00Z --json | keys
["schema","event","kind","pieces","notices"]
$ dsupport rota cover dee --role first-level --from 2026-11-25T02:00:00Z --to 2026-11-25T03:00:00Z --json | jq -c '.pieces[0] | keys_unsorted'
["role","seat","from","to","tz","who","out"]
$ dsupport rota vacate --role first-level --from 2026-11-26T00:00:00Z --to 2026-11-26T01:00:00Z --force --json | jq -c '[.kind, .pieces[0].who, (.notices | length)]'
["cover","",1]
$ dsupport rota swap ada cy --at 2026-12-01T00:00:00Z --with 2026-12-01T00:00:00Z --json | jq -c '[.kind, (.pieces | map([.role, .who, .out]))]'
["cover",[["technical","cy","ada"],["first-level","ada","cy"]]]
$ dsupport rota away eve --from 2026-12-01 --to 2026-12-03 --json | jq -c 'del(.event)'
{"schema":1,"kind":"away","person":"eve","from":"2026-12-01","to":"2026-12-03","notices":[]}
$ dsupport rota cancel $(dsupport rota show --format table | grep dee | tail -n 1 | cut -d' ' -f1) --json | keys
["schema","event","kind","ids","notices"]
$ dsupport rota keeper --json | keys
["schema","key","person","here"]
$ dsupport rota handover --auto --json | keys
["schema","handovers","hook"]
$ dsupport rota handover --auto --json | jq -c .handovers
[]
$ dsupport rota handover -m 'The printer smokes.' --role first-level --json
dsupport: no recorded shift of yours waits for that
hint: the keeper records them: dsupport rota handover --auto
[exit 1]
$ dsupport rota handover --correct eve --role first-level --json | jq -c '.handovers[] | [.role, .before, .person]'
["first-level","bo","eve"]
$ DSUPPORT_TEST_NOW=2026-12-01T00:00:00Z dsupport rota handover --auto --json | jq -c '.handovers[] | [.role, .start, .before, .person]'
["first-level","2026-11-25T00:00:00Z","eve","dee"]
["first-level","2026-11-25T01:00:00Z","dee","bo"]
["first-level","2026-11-26T00:00:00Z","bo",null]
["first-level","2026-11-26T01:00:00Z",null,"bo"]
["first-level","2026-11-30T09:00:00Z","bo","ada"]
$ DSUPPORT_TEST_NOW=2026-12-01T00:00:00Z dsupport rota handover --accept --json | jq -c '.handovers[0] | keys_unsorted'
["role","seat","start","before","person","event"]
$ dsupport rota leave bo --at 2026-12-15T12:00:00Z --cover eve --json | keys
["schema","person","left","cover","event"]
$ dsupport rota export --json | keys
["schema","uid","sequence","changed","status","role","seat","person","since","until","reason","turn_of","event"]
