# TSV has the columns that dsupport-json(5) promises, in its order, and no others.

$ dsupport team apply "$TESTDIR/../../examples/team.toml" -q; dsupport log -q -s 'Portal down'
$ promised() { sed -n '/^\.Sh TSV/,/^\.Sh EXAMPLES/p' "$TESTDIR/../../man/dsupport-json.5" | grep -A1 -e "^\.It .*$1\$" | sed -n '2s/^\.Cm //p' | sed 's/ , /\t/g'; }
$ same() { diff <(promised "$1") <(dsupport "${@:2}" --header --format tsv | head -1) && echo "$2 $3"; }

$ same '-list 1' list; same '-search 1' search portal; same '-outbox 1' outbox; same '-why 1' why @
list 
search portal
outbox 
why @
$ same '-history 1' history @; same 'history Fl -mine' history --mine
history @
history --mine
$ same '-rota 1 Cm show' rota show; same 'rota Cm next' rota next
rota show
rota next
$ same 'rota Cm diff' rota diff "$TESTDIR/../../examples/team.toml"
rota diff
