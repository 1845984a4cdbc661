# Tried out, nothing is written: no event, no setting, no folder.
$ dsupport init -n --name 'Ada Lovelace' --email ada@example.org --handle ada | jq -rs 'map(select(type == "object") | .kind) | join(" ")'; ls home 2>&1
team.create roster team.doc roster
ls: cannot access 'home': No such file or directory
[exit 2]
$ dsupport log -n -s 'Portal down' | jq -r .kind; dsupport team apply -n "$TESTDIR/../../examples/team.toml" >/dev/null; printf 'From: a@b.example\n\nx\n' | dsupport ingest -n -; ls home 2>&1
open
mails read: 1; would be new: 1; known already: 0; refused: 0; new tickets: 1
ls: cannot access 'home': No such file or directory
[exit 2]

# Everything by options, nothing asked.
$ dsupport init --name 'Ada Lovelace' --email ada@example.org --group Support@example.org --handle ada --tz Europe/London | sed 's/[0-9A-Z]\{4\}-.*/KEY/'
A team of one: you are ada
The group is support@example.org

The recovery key of the team. Write it down on paper and keep it: it is shown only now,
is kept nowhere, and is the only way back when all machines are lost.

    KEY

Next:
    $EDITOR $HOME/home/team.toml; dsupport team apply $HOME/home/team.toml
    dsupport log -s 'What the caller wants'
    dsupport config set smtp.url smtps://smtp.example.org:465
$ cat home/config.toml
[me]
handle = "ada"
name = "Ada Lovelace"
email = "ada@example.org"
tz = "Europe/London"

[group]
address = "support@example.org"
$ dsupport team show | grep -v '^#'
[group]
addresses = ["support@example.org"]

[people.ada]
email = "ada@example.org"
name = "Ada Lovelace"
tz = "Europe/London"
\
$ dsupport team show --json | jq -r '.recovery | length'
64
$ head -3 home/team.toml; dsupport team diff home/team.toml
\# The team: who we are, whom we support, who is on duty. `dsupport team apply FILE` puts it into the log.
\# A section that is not in the file stays as it is there.

the team document is already so

# A second one makes no second key, and changes only what it is told.
$ dsupport init --json
{"schema":1,"person":"ada","founded":false,"group":"support@example.org","config":"$HOME/home/config.toml","team_file":"$HOME/home/team.toml","recovery_key":null,"next":["dsupport team apply $HOME/home/team.toml","dsupport log -s 'What the caller wants'","dsupport config set smtp.url smtps://smtp.example.org:465"]}
$ dsupport init --name 'Ada King' --json | jq -c '[.person, .founded, .recovery_key]'
["ada",false,null]
$ dsupport team show --json | jq -c '.people[0].name, .people[0].email'; grep name home/config.toml
"Ada King"
"ada@example.org"
name = "Ada King"

$ dsupport init --handle bo
dsupport: you are 'ada' in this team: a handle does not change
hint: leave --handle out
[exit 77]
$ dsupport init --tz Mars/Base
dsupport: unknown time zone 'Mars/Base'
hint: a name such as "Europe/London" or "UTC"
[exit 64]
$ dsupport init --email nonsense
dsupport: 'nonsense' is not a mail address
hint: such as ada@example.org
[exit 64]

# With nothing at all there is still a team of one.
$ dsupport --home bare init | sed 's/[0-9A-Z]\{4\}-.*/KEY/'; ls bare
A team of one: you are ada
No group address yet: mails wait in the outbox until there is one.

The recovery key of the team. Write it down on paper and keep it: it is shown only now,
is kept nowhere, and is the only way back when all machines are lost.

    KEY

Next:
    $EDITOR $HOME/bare/team.toml; dsupport team apply $HOME/bare/team.toml
    dsupport log -s 'What the caller wants'
    dsupport status
data
team.toml

# On a terminal it asks.
$ export DSUPPORT_HOME=$PWD/asked
$pty dsupport init | sed 's/[0-9A-Z]\{4\}-.*/KEY/'
> Bo Diddley
> bo@example.org
> 
> bo
Your name: Bo Diddley
Your mail address: bo@example.org
The group's address, if you have one: 
Your handle in the team [ada]: bo
A team of one: you are bo
No group address yet: mails wait in the outbox until there is one.

The recovery key of the team. Write it down on paper and keep it: it is shown only now,
is kept nowhere, and is the only way back when all machines are lost.

    KEY

Next:
    $EDITOR $HOME/asked/team.toml; dsupport team apply $HOME/asked/team.toml
    dsupport log -s 'What the caller wants'
    dsupport status
$ cat asked/config.toml
[me]
handle = "bo"
name = "Bo Diddley"
email = "bo@example.org"

# A bad answer is asked for again.

$ export DSUPPORT_HOME=$PWD/again

$pty dsupport init | head -1
> Bo
> bo
> bo@example.org
> 
> me
> bo
Your name: Bo
Your mail address: bo
'bo' is not a mail address
Your mail address: bo@example.org
The group's address, if you have one: 
Your handle in the team [ada]: me
'me' cannot be a handle
Your handle in the team [ada]: bo
A team of one: you are bo

$ dsupport --home other init --name ''
dsupport: the name must not be empty
hint: --name 'Ada Lovelace'
[exit 64]

# Without a login name, or with one that cannot be a handle.

$ env -u USER -u LOGNAME USER=me dsupport --home third init --json | jq -r .person | grep -vx me | wc -l
1

# A lost disk: the log from an export, the right from the key on paper.

$ export DSUPPORT_HOME=$PWD/lost

$ dsupport init --name Ada --email ada@example.org --handle ada --json | jq -r .recovery_key >paper

$ dsupport log -q -s 'Before the fire' && dsupport export -q kept.jsonl

$ export DSUPPORT_HOME=$PWD/new

$ dsupport import -q kept.jsonl; dsupport list --template '{subject}'
note: this machine's key is not in the team of this log; to make it so: dsupport init --join
Before the fire

$ dsupport log -s 'After the fire' -m 'smoke'
dsupport: this machine is not in the team of this home: what it writes would not count
[..]
[exit 77]

$ dsupport take @
dsupport: this machine is not in the team of this home: what it writes would not count
hint: dsupport init --join says how it gets there
[exit 77]

$ echo 0000-1111 | dsupport init --recover --handle ada
dsupport: that is not a recovery key
hint: it has 52 letters and digits; hyphens do not matter
[exit 64]

$ tr 0-9 1-90 <paper | dsupport init --recover --handle ada
dsupport: this is not the recovery key of this team
hint: it is the one that `dsupport init` showed once, when the team was founded
[exit 77]

$ tr A-Z a-z <paper | dsupport init --recover --handle bo
dsupport: no 'bo' in this team
hint: --handle with a name that `dsupport team show` lists
[exit 67]

$ tr -d - <paper | dsupport init --recover --handle ada --json | jq -c '[.person, .founded, .recovery_key]'
["ada",false,null]

$ dsupport log -q -s 'After the fire'; dsupport list --template '{subject}' | sort
After the fire
Before the fire
$ dsupport status --json | jq -c '[.needs[].kind]'
["mail"]

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; dsupport team show --json | jq -r '[.people[].person] | join(" ")'
[..]

$ dsupport init --recover --handle ada <paper
dsupport: this machine is ada's already
hint: there is nothing to recover
[exit 1]

# On a further machine the file begins with what the team has by now: to apply it switches nobody off.
$ mkdir -p b; dsupport --home a init --name Ann --email a@example.org --group g@example.org --handle ann --json | jq -r .recovery_key >paper; (dsupport --home a team show; printf '[people.bo]\nname = "Bo"\nemail = "b@example.org"\n[clients.acme]\nname = "Acme"\n') | dsupport --home a team apply - -q; dsupport --home a export -q log
$ dsupport --home b import -q log 2>/dev/null; dsupport --home b init --recover --handle bo --email bo@example.org <paper
You are bo
The group is g@example.org

Next:
    $EDITOR $HOME/b/team.toml; dsupport team apply $HOME/b/team.toml
    dsupport log -s 'What the caller wants'
    dsupport config set smtp.url smtps://smtp.example.org:465
$ dsupport --home b team diff b/team.toml; dsupport --home b team show | grep -v '^#' | diff -B - b/team.toml
the team document is already so

# A file from before may lack colleagues, so what it would change is looked at first.
$ printf '[people.cy]\nname = "Cy"\n' >>b/team.toml; dsupport --home b team apply b/team.toml -q; dsupport --home b init | sed -n '/Next/,$s/.*; //p'; dsupport --home b status | grep 'no rota: nobody'; cp a/team.toml b/; dsupport --home b team diff b/team.toml
dsupport team diff $HOME/b/team.toml
           no rota: nobody is on duty: dsupport team diff $HOME/b/team.toml
+ people.bo.active = false
+ people.cy.active = false
