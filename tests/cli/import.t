# An export into an empty home gives the same state.

$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport assign @ me -q; dsupport export backup.txt -q

$ export DSUPPORT_HOME=$PWD/other
$ dsupport import backup.txt --dry-run; ls other/data/key
events read: 5; would be new: 5; known already: 0; refused: 0
ls: cannot access 'other/data/key': No such file or directory
[exit 2]
$ dsupport import backup.txt
events read: 5; new: 5; known already: 0; refused: 0
note: this machine's key is not in the team of this log; to make it so: dsupport init --join
$ dsupport list --fields status,assignee,subject
open	ada	Portal down
$ dsupport --home home status --json | jq -r .state_digest >one; dsupport status --json | jq -r .state_digest | cmp - one && echo equal
equal

# Again, and from standard input.
$ dsupport import backup.txt --json
{"schema":1,"read":5,"new":0,"duplicate":5,"mails":{"read":0,"new":0,"duplicate":0},"refused":[]}
note: this machine's key is not in the team of this log; to make it so: dsupport init --join
$ dsupport import - <backup.txt
events read: 5; new: 0; known already: 5; refused: 0
note: this machine's key is not in the team of this log; to make it so: dsupport init --join

# From a mail with a footer, quoted text is not looked at.
$ (printf 'Subject: x\r\n\r\nHello\r\n'; sed 's/$/\r/' backup.txt; printf 'footer\r\n') >mail.eml; dsupport --home third import mail.eml
events read: 5; new: 5; known already: 0; refused: 0
note: this machine's key is not in the team of this log; to make it so: dsupport init --join
$ sed 's/^/> /' backup.txt | dsupport import -
events read: 0; new: 0; known already: 0; refused: 1
refused: no events in it
[exit 65]

# One wrong letter.
$ sed '3s/^./\x41/;3s/^..../BBBB/' backup.txt | dsupport import -
events read: 0; new: 0; known already: 0; refused: 1
refused: [..]
[exit 65]

# Another team's log.
$ dsupport --home strangers log -s 'Elsewhere' -m x -q; dsupport --home strangers export - | dsupport import -
events read: 4; new: 0; known already: 0; refused: 1
refused: of another team: 4 of the events
[exit 65]

$ dsupport import nothing.txt
dsupport: there is no file nothing.txt
hint: a file that `dsupport export` wrote, or - for standard input
[exit 66]
$ dsupport import
dsupport: import needs FILE
hint: dsupport help import
[exit 64]

# The mails of an export become the same tickets elsewhere.
$ printf 'From: Jo <jo@client.example>\nMessage-ID: <1@client.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: by mail\n\nFrom then on\n' | dsupport --home home ingest -q -
$ dsupport --home home export all.txt
all.txt: events: 5; mails: 1; this machine's key is not in it
$ dsupport --home fifth import all.txt --dry-run 2>/dev/null; dsupport --home fifth import all.txt --no-mails -q 2>/dev/null; dsupport --home fifth import all.txt 2>/dev/null
events read: 5; would be new: 5; known already: 0; refused: 0
mails read: 1; would be new: 1; known already: 0; refused: 0
events read: 5; new: 0; known already: 5; refused: 0
mails read: 1; new: 1; known already: 0; refused: 0
$ dsupport --home home list --json --all >one; dsupport --home fifth list --json --all | cmp - one && echo the same
the same
$ sed '1,/^-----END/d' all.txt >one; dsupport --home fifth export - | sed '1,/^-----END/d' | cmp - one && echo the same
the same
