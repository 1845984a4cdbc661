# An export into an empty home gives the same state.

$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport assign @ me -q; dsupport export backup.txt -q

$ export DSUPPORT_HOME=$PWD/other
$ dsupport import backup.txt --dry-run; ls other/data/key
$ dsupport import backup.txt
$ dsupport list --fields status,assignee,subject
$ dsupport --home home status --json | jq -r .state_digest >one; dsupport status --json | jq -r .state_digest | cmp - one && echo equal

# Again, and from standard input.
$ dsupport import backup.txt --json
$ dsupport import - <backup.txt

# From a mail with a footer, quoted text is not looked at.
$ (printf 'Subject: x\r\n\r\nHello\r\n'; sed 's/$/\r/' backup.txt; printf 'footer\r\n') >mail.eml; dsupport --home third import mail.eml
$ sed 's/^/> /' backup.txt | dsupport import -
[exit 65]

# One wrong letter.
$ sed '3s/^./\x41/;3s/^..../BBBB/' backup.txt | dsupport import -
[exit 65]

# Another team's log.
$ dsupport --home strangers log -s 'Elsewhere' -m x -q; dsupport --home strangers export - | dsupport import -
[exit 65]

$ dsupport import nothing.txt
[exit 66]
$ dsupport import
[exit 64]
