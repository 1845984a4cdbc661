# Whom an answer goes to.

$ dsupport init --name 'Ada Lovelace' --email ada@example.org --handle ada --group support@example.org --no-input >/dev/null; mkdir group; dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group

# A colleague is not the client: not where they wrote first, and not where they forwarded a mail.

$ mail() { printf 'From: %s\nTo: support@example.org\nSubject: %s\nMessage-ID: <%s>\nDate: Tue, 24 Nov 2026 08:%s:00 +0000\n%s\nText of %s.\n' "$1" "$2" "$3" "$4" "$5" "$3" | dsupport ingest -q -; }

$ mail 'Ada Lovelace <ada@example.org>' 'Your invoice' g1@example.org 10 ''; g=$(dsupport list invoice --template '{code}'); dsupport reply $g -m 'Done.'
dsupport: cannot answer [..]: only colleagues have written, and no client
hint: dsupport reply [..] --to ADDRESS, or dsupport edit [..] --from 'NAME <mail>'
[exit 1]

$ dsupport reply $g -m 'Done.' --to gina@client.example -q; dsupport outbox show $(dsupport outbox --fields n,recipient | sed -n 's/\tgina@.*//p') | tr -d '\r' | grep -E '^(To|References|In-Reply-To|>)'
To: gina@client.example
References: <g1@example.org>

$ dsupport undo -q; dsupport edit $g --from 'Dora <dora@client.example>' -q; dsupport reply $g -m 'Done.'; dsupport undo -q; dsupport undo -q
[..] will be mailed to dora@client.example and the group

$ mail 'Gina <gina@client.example>' 'Re: Your invoice' g2@client.example 20 'In-Reply-To: <g1@example.org>
> '; dsupport reply $g -m 'Done.'; dsupport undo -q
[..] will be mailed to gina@client.example and the group

# Who wrote the mail that is answered gets the answer, too, when the team knows both as one client's. Somebody else may
# only have learned the id of a mail, and a program waits for no answer.

$ mail 'Zoe <zoe@client.example>' 'Re: Your invoice' g3@client.example 30 'In-Reply-To: <g2@client.example>
> '; dsupport reply $g -m 'Done.'; dsupport outbox show $(dsupport outbox --fields n,recipient | sed -n 's/\tgina@.*//p') | tr -d '\r' | grep -E '^(To|In-Reply-To|On)'; dsupport undo -q
note: zoe@client.example wrote last and gets no answer; to give it: --cc zoe@client.example
[..] will be mailed to gina@client.example and the group
To: Gina <gina@client.example>
In-Reply-To: <g2@client.example>
On 2026-11-24 at 08:20 UTC, Gina wrote:

$ printf '[clients.acme]\ndomains = ["client.example"]\n' | dsupport team apply - -q; dsupport reply $g -m 'Done.'; dsupport outbox show $(dsupport outbox --fields n,recipient | sed -n 's/\tzoe@.*//p') | tr -d '\r' | grep -E '^(To|Cc|In-Reply-To|On)'; dsupport undo -q
note: zoe@client.example wrote last and gets the answer, too
[..] will be mailed to gina@client.example, zoe@client.example and the group
To: Gina <gina@client.example>, Zoe <zoe@client.example>
Cc: support@example.org
In-Reply-To: <g3@client.example>
On 2026-11-24 at 08:30 UTC, Zoe wrote:

$ mail 'monitor@client.example' 'Re: Your invoice' g4@client.example 40 'In-Reply-To: <g2@client.example>
> Auto-Submitted: auto-generated
> '; dsupport reply $g -m 'Done.'
[..] will be mailed to gina@client.example and the group

# Answers never go to ourselves, and an address in other letters has one that can be mailed to.

$ mail 'Kim <kim@client.example>' 'To the group' h1@client.example 45 'Reply-To: support@example.org, kim@client.example
> '; dsupport reply $(dsupport list 'the group' --template '{code}') -m 'Done.'
[..] will be mailed to kim@client.example and the group

$ mail 'Kim <kim@xn--mller-kva.example>' 'Other letters' h2@client.example 45 ''; dsupport list 'other letters' --fields requester.email; dsupport reply $(dsupport list 'other letters' --template '{code}') -m 'Done.' --cc 'Jo <jo@müller.example>'
kim@müller.example
[..] will be mailed to kim@xn--mller-kva.example, jo@xn--mller-kva.example and the group

$ dsupport log -q -s 'Screen' --from 'Jo <jo@müller.example>'; dsupport sync -q; cat group/*.eml | tr -d '\r' | grep '^Reply-To: Jo'
Reply-To: Jo <jo@xn--mller-kva.example>, support@example.org
