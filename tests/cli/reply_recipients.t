# Whom an answer goes to.

$ dsupport init --name 'Ada Lovelace' --email ada@example.org --handle ada --group support@example.org --no-input >/dev/null; mkdir group; dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group

$ mail() { printf 'From: %s\nTo: support@example.org\nSubject: %s\nMessage-ID: <%s>\nDate: Tue, 24 Nov 2026 08:%s:00 +0000\n%s\nText of %s.\n' "$1" "$2" "$3" "$4" "$5" "$3" | dsupport ingest -q -; }

# An address in other letters has one that can be mailed to.

$ mail 'Kim <kim@xn--mller-kva.example>' 'Other letters' h2@client.example 45 ''; dsupport list 'other letters' --fields requester.email; dsupport reply $(dsupport list 'other letters' --template '{code}') -m 'Done.' --cc 'Jo <jo@müller.example>'
kim@müller.example
[..] will be mailed to kim@xn--mller-kva.example, jo@xn--mller-kva.example and the group

$ dsupport log -q -s 'Screen' --from 'Jo <jo@müller.example>'; dsupport sync -q; cat group/*.eml | tr -d '\r' | grep '^Reply-To: Jo'
Reply-To: Jo <jo@xn--mller-kva.example>, support@example.org
