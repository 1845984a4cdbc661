$ dsupport team show
[exit 1]
$ dsupport team key
[exit 1]

$ dsupport config set me.name 'Ada Lovelace'; dsupport log -s x -m y -q; dsupport team show

$ cat >team.toml <<'END'
> natures = ["billing"]
> [people.ada]
> name = "Ada King"
> [people.bo]
> name = "Bo Diddley"
> [clients.acme]
> name = "Acme Ltd"
> domains = ["acme.example"]
> END
$ dsupport team diff team.toml
$ dsupport team apply team.toml --dry-run | cut -c 1-8
$ dsupport team apply team.toml
$ dsupport team apply team.toml
$ dsupport team apply - --json <team.toml

# Who is no longer named is deactivated; sections that are not named stay.
$ printf '[people.ada]\nname = "Ada King"\n' | dsupport team apply -
$ dsupport team show --json | jq -c '.people[] | [.person, .name, .active]'
$ dsupport team show --json | jq -c '.clients, .natures, .keys[0].right, (.keys | length)'

# What is shown can be applied.
$ dsupport team show | dsupport team apply -

$ dsupport team key | sed 's/[0-9a-f]\{64\}/HEX/; s/AAAA.*/BASE64/; s/[0-9A-Z]\{4\}-.*/CODE/'
$ dsupport team key --json | jq -r '.person, .active'

# Mistakes, all of them at once and with their places.
$ printf '[people.ada]\nname = 3\n[peple]\n[people.bo]\ntz = "Mars/Base"\n' >wrong.toml; dsupport team apply wrong.toml
[exit 65]
$ dsupport team apply nothing.toml
[exit 66]
$ dsupport team apply
[exit 64]
$ dsupport team aply team.toml
[exit 64]
