# The whole log as one file.

$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport log -s 'Printer' -m 'beeps' -q

$ dsupport export backup.txt
$ head -1 backup.txt

# A file that is there is not replaced without being told.
$ dsupport export backup.txt
$ dsupport export backup.txt --yes --json
$ dsupport export backup.txt -yq

# The key is not in it, in no form.
$ grep -c "$(cat home/data/key)" backup.txt
$ tr -d '\n' <backup.txt | grep -c "$(python3 -c 'import base64; print(base64.b64encode(bytes.fromhex(open("home/data/key").read().strip())).decode()[:40])')"

$ dsupport export - | cmp - backup.txt && echo the same

$ dsupport export - --json
$ dsupport export nowhere/backup.txt; ls nowhere
$ dsupport export home
$ dsupport export

# A home nobody has written to gives an export without events, and stays as it is.
$ dsupport --home empty export - | head -1; ls empty
