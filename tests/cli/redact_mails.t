# What was redacted is not said by the mails that told of it either.
$ printf '[group]\naddresses = ["support@example.org"]\n[people.ada]\nname = "Ada"\nemail = "ada@example.org"\n' >team.toml
$ dsupport team apply team.toml -q; dsupport config set me.email ada@example.org; mkdir group
$ dsupport config set transport.kind dir; dsupport config set transport.path $PWD/group
$ held() { grep -rla "$1" home | wc -l; }

# A call and a note whose mails went out and came back.

$ dsupport log -q -s 'Cannot log in' -m 'My password is panda55.' --from 'Jo <jo@client.example>'; t=$(dsupport list --template '{code}')
$ dsupport note $t -q -m 'It was koala66 before.'
$ DSUPPORT_TEST_NOW=2026-11-24T12:00:00Z dsupport sync -q; DSUPPORT_TEST_NOW=2026-11-24T12:00:00Z dsupport sync -q
$ ls group | wc -l
1
$ dsupport redact $t --message 1 -q; dsupport redact $t --message 2 -q
$ held panda55; held koala66; dsupport export - | grep -c 'panda55\|koala66'
0
0
0
[exit 1]

# A machine that has heard of the redaction keeps nothing of such a mail when it comes; one that has not, does.

$ dsupport export -q --no-mails team.events; DSUPPORT_HOME=$PWD/home/other dsupport import -q team.events 2>/dev/null
$ DSUPPORT_HOME=$PWD/home/other dsupport ingest group/* | head -1; held panda55
mails read: 1; new: 1; known already: 0; refused: 0; new tickets: 0
0
$ DSUPPORT_HOME=$PWD/home/late dsupport ingest -q group/*; test $(held panda55) -gt 0 && rm -r home/late

$ dsupport outbox show 1 | tail -1
(forgotten: something in it was redacted)

# An answer that nobody has got is not sent.

$ dsupport reply $t -q -m 'Use tiger77.' 2>/dev/null; dsupport redact $t --message 3 -q
$ dsupport outbox --all --fields state,reason | sort | uniq -c
      2 dropped	redacted
      1 queued	
      1 sent	
$ dsupport sync --send -q; grep -l tiger77 group/* | wc -l; held tiger77
0
0

# One that may quote what was redacted waits for a person.

$ printf 'From: Jo <jo@client.example>\nTo: support@example.org\nMessage-ID: <1@client.example>\nDate: Tue, 24 Nov 2026 08:00:00 +0000\nSubject: Login\n\nIt is otter88.\n' | dsupport ingest -q -
$ u=$(dsupport list --template '{code} {subject}' | grep Login | cut -d' ' -f1); dsupport reply $u -q -m 'Never send it.' 2>/dev/null
$ dsupport redact $u --message 1 -q; dsupport sync --send; grep -l otter88 group/* | wc -l
1 sent, 2 held
dsupport: mail 5 (Re: Login [75K-AFV]): a message was redacted 09:00 UTC
hint: dsupport outbox show 5
0
$ dsupport outbox drop $(dsupport outbox --fields n | tail -1) -q; held otter88
0

