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
