# The whole log as one file.

$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport log -s 'Printer' -m 'beeps' -q

$ dsupport export backup.txt
backup.txt: events: 5; mails: 0; this machine's key is not in it
$ head -1 backup.txt
-----BEGIN DSUPPORT EVENTS v1-----

# A file that is there is not replaced without being told.
$ dsupport export backup.txt
dsupport: backup.txt is there already
hint: -y replaces it
[exit 73]
$ dsupport export backup.txt --yes --json
{"schema":1,"file":"backup.txt","events":5,"bundles":1,"mails":0}
$ dsupport export backup.txt -yq

# The key is not in it, in no form.
$ grep -c "$(cat home/data/key)" backup.txt
0
[exit 1]
$ tr -d '\n' <backup.txt | grep -c "$(python3 -c 'import base64; print(base64.b64encode(bytes.fromhex(open("home/data/key").read().strip())).decode()[:40])')"
0
[exit 1]

$ dsupport export - | cmp - backup.txt && echo the same
the same

$ dsupport export - --json
dsupport: standard output cannot take both the export and --json
hint: name a file
[exit 64]
$ dsupport export nowhere/backup.txt; ls nowhere
dsupport: there is no directory nowhere
hint: mkdir -p nowhere
ls: cannot access 'nowhere': No such file or directory
[exit 2]
$ dsupport export home
dsupport: home is a directory
hint: dsupport export home/dsupport.events
[exit 73]
$ dsupport export
dsupport: export needs FILE
hint: dsupport help export
[exit 64]

# A home nobody has written to gives an export without events, and stays as it is.
$ dsupport --home empty export - | head -1; ls empty
-----BEGIN DSUPPORT EVENTS v1-----
ls: cannot access 'empty': No such file or directory
[exit 2]

$ dsupport export no/such/dir/x; echo $?; ls no
dsupport: there is no directory no/such/dir
hint: mkdir -p no/such/dir
73
ls: cannot access 'no': No such file or directory
[exit 2]

# The mails are in it as they came, in an order of their own, behind the events.
$ for i in 1 2; do printf 'From: Jo <jo@client.example>\nMessage-ID: <%s@client.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: case %s\n\nFrom then on\n>From there\n>>From\nno end' $i $i >$i.eml; done; dsupport ingest -q 2.eml 1.eml
$ dsupport export all.txt -q; sed '1,/^-----END/d' all.txt | grep -n -e From -e Subject -e end
2:From mboxrd@z Mon Nov  2 09:00:00 2026
3:From: Jo <jo@client.example>
6:Subject: case [..]
8:>From then on
9:>>From there
10:>>From
11:no end
13:From mboxrd@z Mon Nov  2 09:00:00 2026
14:From: Jo <jo@client.example>
17:Subject: case [..]
19:>From then on
20:>>From there
21:>>From
22:no end
$ dsupport export - --no-mails | grep -c 'From mboxrd'
0
[exit 1]
