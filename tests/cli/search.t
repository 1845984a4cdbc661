$ dsupport log -q -s 'Portal down' -m 'Error 500 since nine, on every page.'; dsupport note @ -m 'The disk of db1 is full.' -q
> dsupport log -q -s 'Printer' -m 'Error 17. Café is closed.'; dsupport close @ --as fixed -m 'Paper jam.' -q

# Newest first, closed ones too, with the line that fits.

$ dsupport search error
[..]	2026-11-24T09:00:00Z	call	Printer	Error 17. Café is closed.
[..]	2026-11-24T09:00:00Z	call	Portal down	Error 500 since nine, on every page.

$ dsupport search DISK full
[..]	2026-11-24T09:00:00Z	note	Portal down	The disk of db1 is full.

$ dsupport search cafe --template '{subject}: {line}'
Printer: Error 17. Café is closed.

$ dsupport search jam
[..]	2026-11-24T09:00:00Z	note	Printer	Paper jam.

# A field that was only set is no note.

$ g='dsupport --home other'; $g log -q -s 'Emu'; $g edit @ -s 'Gnu' -q; $g search gnu --fields kind,line; $g history @ --fields kind | tail -1
set	Gnu
set

# The last word may be a beginning.

$ dsupport search pap --json | jq -c '.[0] | [.schema, .kind, .subject, .line]'
[1,"note","Printer","Paper jam."]

$ dsupport search error --limit 1 --fields subject
Printer

$ dsupport search error page --header --fields code,kind
code	kind
[..]	call

# Nothing is not a failure.

$ dsupport search nothing such

$ dsupport search '"' 'NEAR(' '*'

# Wrong input.

$ dsupport search
dsupport: search needs WORDS
hint: dsupport help search
[exit 64]

$ dsupport search x --limit 0
dsupport: --limit needs a number from 1 up
hint: --limit 1
[exit 64]

$ dsupport search x --fields texxt
dsupport: there is no field 'texxt'
hint: there are schema, id, code, at, kind, subject, line
[exit 64]
