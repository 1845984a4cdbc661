$ dsupport config path
$HOME/home/config.toml
$ dsupport config set me.name 'Ada Lovelace'; dsupport config set smtp.password_command pass show mail; cat home/config.toml
[me]
name = "Ada Lovelace"

[smtp]
password_command = ["pass", "show", "mail"]
$ dsupport config get me.name
Ada Lovelace
$ dsupport config get smtp.password_command
["pass", "show", "mail"]
$ dsupport config get ui.color --show-origin
auto	default
$ dsupport config get me.name --show-origin
Ada Lovelace	$HOME/home/config.toml:2
$ DSUPPORT_ME_NAME=Bo dsupport config get me.name --show-origin --json
{"key":"me.name","value":"Bo","origin":"DSUPPORT_ME_NAME"}
$ dsupport config list | grep -c =; dsupport config list --json | jq length
31
31
$ dsupport config list --show-origin | grep name
me.name = "Ada Lovelace"	# $HOME/home/config.toml:2

$ dsupport config unset me.name; dsupport config get me.name; dsupport config unset me.name

me.name is not set in $HOME/home/config.toml

# Tried out, the file stays as it is.
$ dsupport config set -n ui.color never; dsupport config set -n smtp.password_command pass show mail; dsupport config unset -n smtp.password_command; dsupport config unset -n ui.time; cat home/config.toml
ui.color would be "never" in $HOME/home/config.toml
smtp.password_command would be ["pass", "show", "mail"] in $HOME/home/config.toml
smtp.password_command would leave $HOME/home/config.toml
ui.time is not set in $HOME/home/config.toml
[me]

[smtp]
password_command = ["pass", "show", "mail"]
$ dsupport config set -n ui.color blue
dsupport: config set: 'ui.color' must be one of auto, always, never, not 'blue'
[exit 78]
$ dsupport config edit -n
dsupport: an editor cannot be tried out
hint: dsupport config path says which file
[exit 64]

# Mistakes.
$ dsupport config get me.nam
dsupport: unknown key 'me.nam'
hint: did you mean 'me.name'?
[exit 78]
$ dsupport config set ui.color blue
dsupport: config set: 'ui.color' must be one of auto, always, never, not 'blue'
[exit 78]
$ dsupport config set me.tz Mars/Base
dsupport: there is no time zone 'Mars/Base'
hint: a name of the zone database, for example Europe/London (timedatectl list-timezones)
[exit 78]
$ dsupport config set me.name
dsupport: config set needs KEY and VALUE
[exit 64]
$ dsupport config gte me.name
dsupport: config has no verb 'gte'
hint: did you mean 'get'?
[exit 64]
$ dsupport config edit
dsupport: config edit needs a terminal
hint: dsupport config set KEY VALUE
[exit 64]

# A broken file stops every command but this one.
$ printf '[me]\nnmae = "x"\n[ui]\ncolor = 3\n' >home/config.toml; dsupport list
dsupport: $HOME/home/config.toml:2:1: unknown key 'me.nmae'
hint: did you mean 'me.name'?
[exit 78]
$ dsupport config check
$HOME/home/config.toml:2:1: unknown key 'me.nmae' (did you mean 'me.name'?)
$HOME/home/config.toml:4:9: 'ui.color' must be a string, not an integer
[exit 78]
$ dsupport config get me.name
dsupport: $HOME/home/config.toml:2:1: unknown key 'me.nmae'
hint: did you mean 'me.name'?
[exit 78]
$ dsupport config path
$HOME/home/config.toml

# An editor that mends it.
$ export EDITOR='sed -i -e s/nmae/name/ -e s/3/\"never\"/'
$pty dsupport config edit
$ cat home/config.toml; dsupport config check
[me]
name = "x"
[ui]
color = "never"

# Addresses and servers must look like ones.

$ dsupport config set group.address x
dsupport: config set: 'group.address' must be a mail address, not 'x'
hint: such as ada@example.org
[exit 78]

$ dsupport config set me.email foo
dsupport: config set: 'me.email' must be a mail address, not 'foo'
hint: such as ada@example.org
[exit 78]

$ dsupport config set smtp.url http://x
dsupport: config set: 'smtp.url' must be the address of a server, not 'http://x'
hint: such as smtps://mail.example.org
[exit 78]

$ DSUPPORT_SMTP_ULR=smtps://x dsupport list
dsupport: the variable DSUPPORT_SMTP_ULR sets no key there is
hint: did you mean DSUPPORT_SMTP_URL?
[exit 78]

# The home is a directory.

$ touch file; dsupport --home file list
dsupport: the home '$HOME/file' is not a directory
hint: name a directory with --home or DSUPPORT_HOME
[exit 73]
