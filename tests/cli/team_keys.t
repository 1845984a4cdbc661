# A colleague's machine joins the team: the log by a file, the key by hand.

$ dsupport init --name 'Ada Lovelace' --email ada@example.org --group support@example.org --handle ada >paper; dsupport log -q -s 'Portal down' -m x --from 'Jo <jo@client.example>'
$ dsupport export -q log.txt; as_bo() { DSUPPORT_HOME=$PWD/bo dsupport "$@"; }
$ as_bo init --join
dsupport: there is no team in this home to join
hint: a colleague writes it to a file, dsupport export FILE; then here: dsupport import FILE
[exit 1]
$ as_bo import -q log.txt
note: this machine's key is not in the team of this log; to make it so: dsupport init --join
$ as_bo take $(as_bo list --template '{code}')
dsupport: this machine is not in the team of this home: what it writes would not count
hint: dsupport init --join says how it gets there
[exit 77]
$ as_bo init --join --group other@example.org
dsupport: --join goes with no --recover and no --group
hint: the recovery key needs nobody's leave, and the team has its group
[exit 64]
$ as_bo init --join --handle bo --name 'Bo Diddley' --email bo@example.org --dry-run >first; ls bo/config.toml
ls: cannot access 'bo/config.toml': No such file or directory
[exit 2]
$ as_bo init --join --handle bo --name 'Bo Diddley' --email bo@example.org | sed 's/[0-9a-f]\{64\}/KEY/; s/[0-9A-Z]\{4\}-.*/PRINT/'
You are bo; this machine is not in the team yet.

Send this to Ada Lovelace, who runs it and asks you for the fingerprint:

    # put [people.bo] into team.toml first, and: dsupport team apply team.toml
    dsupport team add bo KEY

Your fingerprint, to be read out and not to be sent:

    PRINT

When the admin has synced, you are in the team with:
    dsupport sync
$ as_bo init --join --json | jq -c '[.person, .known, .admin, (.next[0] | sub("[0-9a-f]{64}"; "KEY")), (.next | length)]'
["bo",false,"ada","dsupport team add bo KEY",2]
$ as_bo config get me.email
bo@example.org

# The admin's part.

$ key=$(as_bo team key --json | jq -r .key); print=$(as_bo team key --json | jq -r .fingerprint)
$ dsupport team add bo $key
dsupport: no 'bo' in this team
hint: put them among the people of $HOME/home/team.toml first: dsupport team apply $HOME/home/team.toml
[exit 67]
$ { dsupport team show | grep -v '^#'; printf '[people.bo]\nname = "Bo Diddley"\n'; } | dsupport team apply - -q
$ dsupport team add bo 84f2
dsupport: '84f2' is not the key of a machine
hint: the 64 hex digits that `dsupport team key` prints on that machine
[exit 64]
$ dsupport team add bo
dsupport: team add needs PERSON and KEY
[exit 64]
$ as_bo team add bo $key
dsupport: only the admin's machine changes which keys are in the team
hint: ask Ada Lovelace
[exit 77]
$ dsupport team add bo $key --dry-run | jq -c '[.kind, .grant.person, .grant.role]'
["roster","bo","member"]
$ dsupport team add bo $key; dsupport team add bo $key -y | sed "s/$print/PRINT/"; dsupport team add bo $key | sed "s/$print/PRINT/"
dsupport: an answer to the question is missing
hint: nothing is asked without a terminal or with --no-input: give --yes
PRINT is bo's, as member; dsupport sync tells the other machines
PRINT is bo's already, as member
$ dsupport team show --json | jq -c '.keys[] | [.person, .right, .active]' | sort
["ada","admin",true]
["bo","member",true]

# Somebody else under a handle that is taken is told whose it is.

$ dsupport export -q two.txt; DSUPPORT_HOME=$PWD/dan dsupport import -q two.txt 2>/dev/null; DSUPPORT_HOME=$PWD/dan dsupport init --join --handle ada --name Dan --email dan@example.org | grep '^In the team'
In the team ada is Ada Lovelace <ada@example.org>. If that is not you, take another --handle.

# A machine of another team takes neither its events nor its mails.

$ printf 'From: Jo <jo@client.example>\nSubject: Mine\nMessage-ID: <m@client.example>\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n\nx\n' | dsupport ingest -q -; dsupport export -q mails.txt; export DSUPPORT_HOME=$PWD/other; dsupport log -q -s Theirs -m x; dsupport import mails.txt; dsupport list --template '{subject}'; export DSUPPORT_HOME=$PWD/home
events read: 8; new: 0; known already: 0; refused: 1
refused: of another team: 8 of the events
Theirs

# Once bo's machine has heard of it.

$ as_bo import -q two.txt; as_bo take $(as_bo list --template '{code}') -q; as_bo list --template '{assignee} {subject}'
bo Portal down
$ as_bo init --join; as_bo team add bo $key
This machine is bo's already.
dsupport: only the admin's machine changes which keys are in the team
hint: ask Ada Lovelace
[exit 77]

# A lead, then cut off: what it wrote before stands, what comes later does not count.

$ dsupport team add bo $key --lead -q -y; dsupport team show --json | jq -c '.keys[] | [.person, .right, .active]' | sort
["ada","admin",true]
["bo","lead",true]
$ as_bo export -q bo.txt; dsupport import -q bo.txt; dsupport team cut nonsense; dsupport team cut ${key%?}x 2>&1 | sed 's/[0-9a-f]\{63\}/KEY/'
dsupport: no key of this team is 'nonsense'
hint: dsupport team show lists them with their fingerprints
dsupport: no key of this team is 'KEYx'
hint: dsupport team show lists them with their fingerprints
$ dsupport team cut $print -m 'The laptop was stolen.' -y | sed "s/$print/PRINT/"; dsupport team cut $key | sed "s/$print/PRINT/"
PRINT is cut off; dsupport sync tells the other machines
PRINT is cut off already
$ as_bo release @ -q; as_bo export -q later.txt; dsupport import -q later.txt; dsupport list --template '{assignee} {subject}'
 Mine
bo Portal down
$ dsupport team show --json | jq -c '.keys[] | [.person, .right, .active]' | sort; dsupport team add bo $key 2>&1 | sed "s/$print/PRINT/"
["ada","admin",true]
["bo","cut",false]
dsupport: the key PRINT was cut off
hint: that machine needs a new key: a new home, and `dsupport import` there
$ printf '[people.cy]\nname = "Cy"\n[people.ada]\nname = "Ada Lovelace"\nemail = "ada@example.org"\n' | dsupport team apply - -q; dsupport team add cy $(dsupport team key --json | jq -r .key) 2>&1 | sed 's/^dsupport: [^ ]*/dsupport: PRINT/'; dsupport team show | sed -n "s/$print/PRINT/p"
dsupport: PRINT is ada's
hint: a machine has one person; another one's home on it has another key
\# key PRINT  bo  cut: The laptop was stolen.
$ dsupport init --join
dsupport: the team of this home is your own: you are its admin
hint: to join another one, take another home: DSUPPORT_HOME=DIR dsupport import FILE
[exit 1]

# A machine that hears that it was cut off writes and sends nothing more.

$ dsupport export -q cut.txt; as_bo import -q cut.txt; as_bo log -s x -m y; as_bo status --check | grep needs; as_bo init --join; as_bo outbox -q >/dev/null; as_bo config set transport.kind dir; as_bo config set transport.path $PWD; as_bo sync --send
dsupport: this machine was cut off from the team: nothing it writes counts
hint: a new home has a new key: dsupport import FILE there, and dsupport init --join
needs you  this machine was cut off from the team: nothing it writes counts, and it sends nothing: in a new home: dsupport import FILE, and dsupport init --join
dsupport: this machine was cut off from the team
hint: a new home has a new key: DSUPPORT_HOME=DIR dsupport import FILE
dsupport: this machine was cut off from the team: it sends nothing
hint: dsupport outbox lists what waits; a new home has a new key: dsupport init --join there
[exit 77]
$ dsupport team cut $(dsupport team key --json | jq -r .key)
dsupport: the admin's own key cannot be cut off from here
hint: dsupport init --recover on another machine takes the admin's right over first
[exit 77]
