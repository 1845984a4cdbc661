# Only the mails of clients are waited for, and there are none here.

$ dsupport log -q -s 'Portal down'; dsupport ack @
[..] nothing of the client's is waiting for an answer

$ dsupport ack @ --json | jq -c '[.status, .attention]'
["new",false]

$ dsupport ack @ --dry-run

$ dsupport ack ZZZ
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport ack
dsupport: ack needs TICKET
hint: dsupport help ack
[exit 64]
