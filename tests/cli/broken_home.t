# A configuration with a mistake: which file, which line, which column, and nothing is done.

$ dsupport log -q -s 'Portal down' -m 'error 500'

$ try() { printf "$1" >home/config.toml; dsupport list; }
$ try '[me]\nname = "Ada"\nmail = "ada@example.org"\n'
dsupport: $HOME/home/config.toml:3:1: unknown key 'me.mail'
hint: did you mean 'me.email'?
[exit 78]

$ try '[grup]\naddress = "a@example.org"\n'
dsupport: $HOME/home/config.toml:1:2: unknown section 'grup'
hint: did you mean 'group'?
[exit 78]

$ try '[me\nname = "Ada"\n'
dsupport: $HOME/home/config.toml:1:4: expected ']', saw '\n'
hint: dsupport config edit; dsupport config check tells of all mistakes
[exit 78]

$ try '[smtp]\n  user = 3\n'
dsupport: $HOME/home/config.toml:2:10: 'smtp.user' must be a string, not an integer
hint: dsupport config edit; dsupport config check tells of all mistakes
[exit 78]

$ try '[ui]\ncolor = "blue"\n'
dsupport: $HOME/home/config.toml:2:9: 'ui.color' must be one of auto, always, never, not 'blue'
hint: dsupport config edit; dsupport config check tells of all mistakes
[exit 78]

$ try '[me]\nname = "Ada"\nname = "Bo"\n'
dsupport: $HOME/home/config.toml:3:8: cannot redefine existing string 'name'
hint: dsupport config edit; dsupport config check tells of all mistakes
[exit 78]

$ dsupport log -s 'Another'
dsupport: $HOME/home/config.toml:3:8: cannot redefine existing string 'name'
hint: dsupport config edit; dsupport config check tells of all mistakes
[exit 78]

$ DSUPPORT_UI_COLOR=blue dsupport --home elsewhere list
dsupport: DSUPPORT_UI_COLOR: 'ui.color' must be one of auto, always, never, not 'blue'
[exit 78]

# Who only asks for help gets it.

$ dsupport help note | head -1; dsupport version | head -1
usage: dsupport note [OPTIONS] TICKET
dsupport 0.1.0

# A configuration that cannot be read is not taken for none.

$ rm home/config.toml; mkdir home/config.toml; dsupport list
dsupport: cannot read $HOME/home/config.toml
cause: Is a directory
hint: check its owner and permissions
[exit 78]

$ rmdir home/config.toml; dsupport list --template '{subject}'
Portal down

# No home, or something else in its place.

$ (unset HOME DSUPPORT_HOME; dsupport list)
dsupport: there is no home folder: HOME is not set
hint: name a folder with --home or DSUPPORT_HOME
[exit 78]

$ (unset HOME DSUPPORT_HOME; dsupport version | head -1; dsupport help | head -1)
dsupport 0.1.0
dsupport: tickets for a team whose only shared infrastructure is one mail group

$ echo precious >file; dsupport --home file list
dsupport: the home '$HOME/file' is not a directory
hint: name a directory with --home or DSUPPORT_HOME
[exit 73]

$ dsupport --home file log -s x; cat file
dsupport: the home '$HOME/file' is not a directory
hint: name a directory with --home or DSUPPORT_HOME
precious

$ cp home/data/key saved

# The key is damaged, or open to others.

$ for key in '' 'abc' "$(cat saved)00" "$(tr 0-9a-f x <saved)"; do printf %s "$key" >home/data/key; chmod 600 home/data/key; dsupport note @ -m 'text'; echo $?; done
dsupport: the key $HOME/home/data/key is damaged
hint: put back a copy of it; without one, move it away: this machine then gets a new key[..]
65
dsupport: the key $HOME/home/data/key is damaged
hint: put back a copy of it; without one, move it away: this machine then gets a new key[..]
65
dsupport: the key $HOME/home/data/key is damaged
hint: put back a copy of it; without one, move it away: this machine then gets a new key[..]
65
dsupport: the key $HOME/home/data/key is damaged
hint: put back a copy of it; without one, move it away: this machine then gets a new key[..]
65

$ cp saved home/data/key; chmod 644 home/data/key; dsupport note @ -m 'text'
dsupport: others can read the key $HOME/home/data/key
hint: chmod 600 $HOME/home/data/key
[exit 77]

$ chmod 600 home/data/key; dsupport note @ -m 'text' -q; dsupport list --template '{message_count}'
2

# Written by a newer version, or no database at all: left as it is.

$ cp -r home newer; python3 -c 'import sqlite3; sqlite3.connect("newer/data/dsupport.db").execute("PRAGMA user_version = 99")'
$ sum=$(md5sum newer/data/dsupport.db); dsupport --home newer list
dsupport: the database $HOME/newer/data/dsupport.db has format 99, this program knows up to [..]
hint: use a newer dsupport on this machine; nothing was changed
[exit 78]

$ [ "$sum" = "$(md5sum newer/data/dsupport.db)" ]

$ cp -r home other; echo 'Dear diary, this is not a database.' >other/data/dsupport.db; dsupport --home other list
dsupport: the database $HOME/other/data/dsupport.db is damaged
cause: the file is not a database
hint: it was left as it is: move dsupport.db and dsupport.db-wal away, then import an export or another copy
[exit 65]

$ dsupport --home other log -s 'Typed' -m 'for nothing?'
dsupport: the database $HOME/other/data/dsupport.db is damaged
cause: the file is not a database
hint: it was left as it is: move dsupport.db and dsupport.db-wal away, then import an export or another copy; to go on with what you typed: dsupport log --home other --recover $HOME/other/state/drafts/log.txt
[exit 65]

$ cat other/data/dsupport.db
Dear diary, this is not a database.

# Nobody takes the output: a closed pipe is no mistake, a full disk and a closed descriptor are.

$ dsupport list --json | true; echo ${PIPESTATUS[0]}
0

$ dsupport list >/dev/full
dsupport: cannot write the output
cause: No space left on device
hint: the command itself was done: look before you repeat a change
[exit 74]

$ dsupport log -s 'Told to nobody' >&-
dsupport: cannot write the output
cause: Bad file descriptor
hint: the command itself was done: look before you repeat a change
[exit 74]

$ dsupport list --template '{subject}' | sort
Portal down
Told to nobody

$ dsupport nonsense 2>/dev/full
[exit 64]
