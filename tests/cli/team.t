$ dsupport team show
dsupport: there is no team yet
hint: dsupport init, or just dsupport log
[exit 1]
$ dsupport team key
dsupport: this machine has no key yet
hint: the first command that writes makes it: dsupport init
[exit 1]

$ dsupport config set me.name 'Ada Lovelace'; dsupport log -s x -m y -q; dsupport team show
[people.ada]
name = "Ada Lovelace"

\# key [..]  ada  admin

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
+ clients.acme.domains = ["acme.example"]
+ clients.acme.name = "Acme Ltd"
+ natures = ["billing"]
  people.ada.name: "Ada Lovelace" -> "Ada King"
+ people.bo.name = "Bo Diddley"
$ dsupport team apply team.toml --dry-run | cut -c 1-8
{"v":1,"
"[client
{"v":1,"
"natures
{"v":1,"
"[people
$ dsupport team apply team.toml
+ clients.acme.domains = ["acme.example"]
+ clients.acme.name = "Acme Ltd"
+ natures = ["billing"]
  people.ada.name: "Ada Lovelace" -> "Ada King"
+ people.bo.name = "Bo Diddley"
$ dsupport team apply team.toml
the team document is already so
$ dsupport team apply - --json <team.toml
{"schema":1,"changed":[],"diff":[]}

# Who is no longer named is deactivated; sections that are not named stay.
$ printf '[people.ada]\nname = "Ada King"\n' | dsupport team apply -
+ people.bo.active = false
$ dsupport team show --json | jq -c '.people[] | [.person, .name, .active]'
["ada","Ada King",true]
["bo","Bo Diddley",false]
$ dsupport team show --json | jq -c '.clients, .natures, .keys[0].right, (.keys | length)'
[{"client":"acme","name":"Acme Ltd","domains":["acme.example"],"people":[]}]
["billing"]
"admin"
1

# JSON has every section of the document.
$ dsupport --home full team apply "$TESTDIR/../../examples/team.toml" -q; dsupport --home full team show --json | jq -c '.lines[], .templates[].template, .sla[], .rota.tz, .rota.rings[0], .rota.left, .keeper'
{"line":"uk","number":"+44 20 7946 0100","fallback":"+44 20 7946 0101"}
"hello"
{"urgency":"high","first_reply_s":3600}
"Europe/London"
{"role":"first-level","from":"2026-01-05T09:00:00","tz":"Europe/London","every":{"count":1,"unit":"week"},"order":["ada","bo"],"capacity":1,"on_vacant":"report"}
[]
null
$ dsupport --home full team show --json >json; sed -n 's/^\[\[*\([a-z]*\).*/\1/p' "$TESTDIR/../../examples/team.toml" | sort -u | while read section; do jq -e "has(\"$section\")" json >/dev/null || echo "no $section"; done

# What is shown can be applied.
$ dsupport team show | dsupport team apply -
the team document is already so

$ dsupport team key | sed 's/[0-9a-f]\{64\}/HEX/; s/AAAA.*/BASE64/; s/[0-9A-Z]\{4\}-.*/CODE/'
key          HEX
ssh          ssh-ed25519 BASE64
fingerprint  CODE
person       ada
$ dsupport team key --json | jq -r '.person, .active'
ada
true

# Mistakes, all of them at once and with their places.
$ printf '[people.ada]\nname = 3\n[peple]\n[people.bo]\ntz = "Mars/Base"\n[people.cy]\ntz = "Londn"\n' >wrong.toml; dsupport team apply wrong.toml
dsupport: wrong.toml:2:8: 'name' in [people.ada] must be a string, not an integer
wrong.toml:3:2: unknown section 'peple' (did you mean 'people'?)
wrong.toml:5:6: unknown time zone 'Mars/Base' (a name such as "Europe/London" or "UTC")
wrong.toml:7:6: unknown time zone 'Londn' (did you mean "Europe/London"?)
[exit 65]
$ dsupport team apply nothing.toml
dsupport: there is no file nothing.toml
hint: `dsupport init` writes one to begin with; - reads standard input
[exit 66]
$ dsupport team apply
dsupport: team apply needs FILE
hint: dsupport team apply $HOME/home/team.toml
[exit 64]
$ dsupport team aply team.toml
dsupport: team has no verb 'aply'
hint: did you mean 'apply'?
[exit 64]
