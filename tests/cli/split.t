# Only a client's mail can have a ticket of its own; what colleagues wrote stays.

$ dsupport log -q -s 'Portal down' -m one; dsupport note @ -m two -q

$ dsupport split @ --message 2
dsupport: cannot split [..]: message 2 is not a mail of a client
hint: a call, a note or a reply belongs to the ticket it was written on
[exit 1]

$ dsupport split @ --message 7
dsupport: cannot split [..]: it has no message 7
hint: dsupport show [..]
[exit 1]

$ dsupport split @
dsupport: --message needs a number from 1 up
hint: --message 1
[exit 64]

$ dsupport split @ --message 0
dsupport: --message needs a number from 1 up
hint: --message 1
[exit 64]

$ dsupport split ZZZ --message 1
dsupport: no ticket begins with ZZZ
hint: dsupport list --all
[exit 1]

$ dsupport close @ --as fixed -m done -q; dsupport split @ --message 1
dsupport: cannot split [..]: it is closed as fixed
hint: dsupport reopen [..] -m TEXT
[exit 1]

# The mail's new ticket is said; taken back, nothing is left of it.

$ mail() { printf 'From: Jo <jo@client.example>\nTo: support@example.org\nDate: Tue, 24 Nov 2026 0%s:00:00 +0000\nSubject: %s\nMessage-ID: <%s@client.example>\n%s\n\nHelp.\n' "$@" | dsupport ingest - -q; }; mail 7 'Cannot log in' one 'X-Mailer: none'; mail 8 'Re: Cannot log in' two 'References: <one@client.example>'; t=$(dsupport list --template '{code}')

$ dsupport split $t --message 2 --dry-run | jq -r .kind
set
set

$ dsupport split $t --message 2 | sed "s/$t/OLD/"; n=$(dsupport show @ --template '{code}'); dsupport list --template '{subject} {message_count}'
[..] is a ticket of its own now, apart from OLD
Cannot log in 1
Cannot log in 1

$ dsupport undo; dsupport list --template '{code} {message_count}' | sed "s/$t/OLD/"; dsupport show $n --json | jq -c '[.void, .message_count]'; dsupport rebuild >/dev/null; dsupport list --json | jq length
[..] taken back: mails placed
OLD 2
[true,0]
1

$ dsupport tag $n vip
dsupport: [..] was taken back with all that was on it
hint: dsupport redo
[exit 1]

$ dsupport redo -q; dsupport undo -q; dsupport split $t --message 2 --json | jq -c '[.code == "'$n'", .message_count, .void]'
[true,1,false]
