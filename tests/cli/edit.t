$ dsupport log -q -s 'Portal down' --from 'Joe <jo@client.example>' --phone 5551234; t=$(dsupport list --template '{code}')

$ dsupport edit $t --from 'Jo <jo@client.example>' --subject 'Portal down since nine'
[..] new, normal, first-level, unassigned

# Name and address leave the number, and the reverse.

$ dsupport edit $t --phone '+44 20 7946 0999' --client acme --json | jq -c '[.subject, .client, .requester]'
["Portal down since nine","acme",{"name":"Jo","email":"jo@client.example","phone":"+44 20 7946 0999","reply_to":"jo@client.example"}]

$ dsupport edit $t --from 'Jo <jo@client.example>'
[..] already so

$ dsupport edit $t --subject 'What if' --dry-run | jq -c '.w[0].v'
"What if"

$ dsupport why $t requester --fields value,standing
Jo <jo@client.example> +44 20 7946 0999	shown
Jo <jo@client.example> 5551234	replaced

# Wrong input.

$ dsupport edit $t
dsupport: what shall change?
hint: --subject, --from, --phone or --client
[exit 64]

$ dsupport edit $t --subject "$(printf '%0501d' 0)"
dsupport: a subject has at most 500 characters
hint: what else there is to say belongs into the text
[exit 64]

$ dsupport edit $t --subject ''
dsupport: the subject must not be empty
hint: a few words that say what it is about
[exit 64]

$ dsupport edit $t --from 'Jo <jo@client'
dsupport: 'Jo <jo@client' is not one mail address
hint: --from 'Ada Lovelace <ada@client.org>'
[exit 64]

$ dsupport edit $t --phone 'call me'
dsupport: 'call me' is not a phone number
hint: --phone +442071234567
[exit 64]

$ dsupport close $t --as fixed -m done -q; dsupport edit $t --subject x
dsupport: cannot edit [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]

# Without options an editor opens with the lines.

$ dsupport log -q -s 'Door' --from '"Doe, John" <jd@client.example>' --phone 5551234
> printf '#!/bin/sh\ngrep -v ^DS: "$1"\nsed -i -e "s/Door/The door/" -e "s/^client:.*/client: acme/" "$1"\n' >edit; chmod +x edit; export DSUPPORT_EDITOR="$PWD/edit"

$pty dsupport edit @
subject: Door
from: "Doe, John" <jd@client.example>
phone: 5551234
client: 

[..] new, normal, first-level, unassigned

$ dsupport show @ --json | jq -c '[.subject, .client, .requester.name, .requester.phone]'; ls home/state/drafts
["The door","acme","Doe, John","5551234"]

$ export DSUPPORT_EDITOR='sed -i s/phone/fone/'

$pty dsupport edit @
dsupport: 'fone: 5551234' is no line of a ticket
hint: subject:, from:, phone: or client:; to go on with what you typed: dsupport edit @ --recover $HOME/home/state/drafts/edit-D0M-89J.txt
[exit 64]

$ dsupport edit @ --subject "$(printf 'a\tb')"
dsupport: a subject is one line without control characters
hint: what else there is to say belongs into the text
[exit 64]
