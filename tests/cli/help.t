$ dsupport help | head -8
dsupport: tickets for a team whose only shared infrastructure is one mail group
usage: dsupport COMMAND [OPTIONS]

Work on tickets
  log         write up a phone call: a ticket, and a mail to the group
  triage      say what a ticket is about and how urgent it is
  escalate    hand a ticket to technical support
  deescalate  hand a ticket back to first-level support

# On a narrow terminal lines end between words.

$ COLUMNS=40 dsupport help | head -9
dsupport: tickets for a team whose only
shared infrastructure is one mail group
usage: dsupport COMMAND [OPTIONS]

Work on tickets
  log         write up a phone call: a
              ticket, and a mail to the
              group
  triage      say what a ticket is about

$ COLUMNS=60 dsupport help | awk 'length > 60'

$ dsupport help close
usage: dsupport close [OPTIONS] TICKET

close a ticket and say what happened

  TICKET                    which ticket: a code, its beginning, or @

      --as RESOLUTION       fixed, answered, invalid, wontfix, duplicate,
                            no-reply or spam
  -m, --message TEXT        what happened; - reads it from stdin; without it an
                            editor opens
      --of TICKET           with --as duplicate: the ticket it repeats
      --recover FILE        go on with the text of a draft that was kept
  -q, --quiet               print nothing when it worked
  -n, --dry-run             show the events it would write, and write nothing
  -y, --yes                 answer every question with yes
      --json                print the result as JSON
      --home DIR            keep configuration, data and state below DIR
      --color WHEN          auto, always or never
      --no-input            never ask; fail instead
  -h, --help                say how to use this

The manual: man dsupport-close

$ dsupport close --help | head -1
usage: dsupport close [OPTIONS] TICKET

$ dsupport -h | head -1
dsupport: tickets for a team whose only shared infrastructure is one mail group

$ dsupport help -h | head -1
usage: dsupport help [OPTIONS] [COMMAND] [VERB]

$ dsupport | head -1
dsupport: tickets for a team whose only shared infrastructure is one mail group

$ dsupport help nothing
dsupport: no command 'nothing'
hint: dsupport help
[exit 64]

$ dsupport help esclate
dsupport: no command 'esclate'
hint: did you mean 'escalate'?
[exit 64]

$ dsupport --home
dsupport: --home needs a value
hint: dsupport help help
[exit 64]

$ dsupport list --limit
dsupport: --limit needs a value
hint: dsupport help list
[exit 64]

$ dsupport --homme x
dsupport: no option --homme before the command
hint: dsupport help
[exit 64]

# A broken configuration does not take the help away.
$ mkdir -p home; echo 'me = 3' >home/config.toml; dsupport help list | head -1; dsupport version | head -1 | cut -d ' ' -f 1
usage: dsupport list [OPTIONS] [WORDS...]
dsupport

# A noun's verb, and topics of the manual.

$ dsupport help config set | sed -n '1p;$p'
usage: dsupport config [OPTIONS] VERB [KEY] [VALUE...]
More: man 5 dsupport-config

$ dsupport help config gte
dsupport: config has no verb 'gte'
hint: did you mean 'get'?
[exit 64]

$ dsupport help close it
dsupport: close has no verbs
hint: dsupport help close
[exit 64]

$ printf '#!/bin/sh\necho "man $*"\n' >man; chmod +x man; PATH="$PWD:$PATH" dsupport help workflow; PATH="$PWD:$PATH" dsupport help json
man 7 dsupport-workflow
man 5 dsupport-json

$ echo 'exit 16' >man; PATH="$PWD:$PATH" dsupport help json
dsupport: cannot show the manual page dsupport-json
hint: man 5 dsupport-json
[exit 66]
