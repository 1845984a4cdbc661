$ dsupport config path
$ dsupport config set me.name 'Ada Lovelace'; dsupport config set smtp.password_command pass show mail; cat home/config.toml
$ dsupport config get me.name
$ dsupport config get smtp.password_command
$ dsupport config get ui.color --show-origin
$ dsupport config get me.name --show-origin
$ DSUPPORT_ME_NAME=Bo dsupport config get me.name --show-origin --json
$ dsupport config list | grep -c =; dsupport config list --json | jq length
$ dsupport config list --show-origin | grep name

$ dsupport config unset me.name; dsupport config get me.name; dsupport config unset me.name

# Mistakes.
$ dsupport config get me.nam
[exit 78]
$ dsupport config set ui.color blue
[exit 78]
$ dsupport config set me.tz Mars/Base
[exit 78]
$ dsupport config set me.name
[exit 64]
$ dsupport config gte me.name
[exit 64]
$ dsupport config edit
[exit 64]

# A broken file stops every command but this one.
$ printf '[me]\nnmae = "x"\n[ui]\ncolor = 3\n' >home/config.toml; dsupport list
[exit 78]
$ dsupport config check
[exit 78]
$ dsupport config get me.name
[exit 78]
$ dsupport config path

# An editor that mends it.
$ export EDITOR='sed -i -e s/nmae/name/ -e s/3/\"never\"/'
$pty dsupport config edit
$ cat home/config.toml; dsupport config check
