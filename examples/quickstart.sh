#!/usr/bin/env bash
# From a bare Debian 12 to a whole support day: installs the packages, builds, and plays the day in a throw-away home.
#   quickstart.sh [--built BUILD_DIR]     --built: use a build that is there
# No account and no server: a folder stands for the mail group, each mail in it is a real .eml file.
set -euo pipefail
cd "$(dirname "$0")/.."

build=build/release
if [ "${1:-}" = --built ]; then
    build=$2
else
    examples/install-packages.sh examples/packages.txt
    echo "Building dsupport; this takes some minutes"
    cmake --preset release -DBUILD_TESTING=OFF >/dev/null
    cmake --build "$build" --parallel "$(nproc)"
fi
build=$(cd "$build" && pwd)
bin=$build/bin
top=$PWD
PATH=$bin:$PATH

# Nothing outside this folder is touched.
day=$(mktemp -d "${TMPDIR:-/tmp}/dsupport-day.XXXXXX")
group=$day/group
mkdir "$group"
cd "$day"
while read -r variable; do unset "$variable"; done < <(compgen -e DSUPPORT_ || true)
export DSUPPORT_HOME=$day/home

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }
# Shows a command as one would type it, then runs it.
run() {
    local shown='$' word
    for word in "$@"; do
        case $word in '' | *[!A-Za-z0-9_./:@=,+-]*) shown+=" '$word'" ;; *) shown+=" $word" ;; esac
    done
    printf '%s\n' "$shown"
    "$@"
}

say "One machine, one person, and a folder as the group."
run dsupport init --name 'Ada Lovelace' --email ada@example.org --group support@example.org --handle ada
run dsupport config set transport.kind dir
run dsupport config set transport.path "$group"
run dsupport team apply "$top/examples/team.toml"
run dsupport rota now

say "The phone rings. What is said is safe before anything is sent."
run dsupport log -s 'Portal down' -m 'Error 500 since nine, on every page.' \
    --from 'Jo Client <jo@client.example>' --phone +442079460999 --line uk --duration 4m
code=$(dsupport list --template '{code}')
run dsupport list

say "It is technical and urgent: somebody else owns it from here."
run dsupport triage "$code" --nature technical --urgency high
run dsupport escalate "$code" -m 'The database refuses connections.'
run dsupport assign "$code" bo
run dsupport note "$code" -m 'The disk of db1 is full.'

say "It waits for the client, who confirms; then it is done."
run dsupport wait "$code" --on client
run dsupport resume "$code"
run dsupport close "$code" --as fixed -m 'Freed the disk of db1 and added a warning at 80 percent.'

say "Every field can say who set it and what it replaced; every step can be taken back."
run dsupport why "$code" status
run dsupport undo
run dsupport list
run dsupport redo
run dsupport history "$code"

say "Now the group hears of it."
run dsupport outbox
run dsupport sync --send
run ls "$group"
mails=("$group"/*.eml)
[ -e "${mails[0]}" ] || { echo "no mail reached $group" >&2; exit 1; }

say "Done: ${#mails[@]} mails in $group"
cat <<TEXT
The program is $bin/dsupport. To go on in this day:
  export PATH=$bin:\$PATH DSUPPORT_HOME=$DSUPPORT_HOME
  dsupport list --all
  dsupport show $code
  dsupport help
To begin for real, unset DSUPPORT_HOME and type: dsupport init
To install: cmake --install $build --prefix ~/.local     The throw-away day: rm -r $day
TEXT
