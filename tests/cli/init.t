# Everything by options, nothing asked.
$ dsupport init --name 'Ada Lovelace' --email ada@example.org --group Support@example.org --handle ada --tz Europe/London | sed 's/[0-9A-Z]\{4\}-.*/KEY/'
$ cat home/config.toml
$ dsupport team show | grep -v '^#'
$ dsupport team show --json | jq -r '.recovery | length'
$ head -3 home/team.toml; dsupport team diff home/team.toml

# A second one makes no second key, and changes only what it is told.
$ dsupport init --json
$ dsupport init --name 'Ada King' --json | jq -c '[.person, .founded, .recovery_key]'
$ dsupport team show --json | jq -c '.people[0].name, .people[0].email'; grep name home/config.toml

$ dsupport init --handle bo
[exit 77]
$ dsupport init --tz Mars/Base
[exit 64]
$ dsupport init --email nonsense
[exit 64]

# With nothing at all there is still a team of one.
$ dsupport --home bare init | sed 's/[0-9A-Z]\{4\}-.*/KEY/'; ls bare

# On a terminal it asks.
$ export DSUPPORT_HOME=$PWD/asked
$pty dsupport init | sed 's/[0-9A-Z]\{4\}-.*/KEY/'
> Bo Diddley
> bo@example.org
> 
> bo
$ cat asked/config.toml
