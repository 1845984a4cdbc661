$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport assign @ me -q

$ dsupport rebuild
$ dsupport rebuild --quiet
$ dsupport rebuild --json | jq -c '[.events, .tickets, .equal, .before == .after]'

# What is derived may be lost or wrong: it comes back, and is said.
$ python3 -c 'import sqlite3; db = sqlite3.connect("home/data/dsupport.db"); db.execute("DELETE FROM ticket"); db.commit()'; rm home/data/search.db
$ dsupport rebuild
$ dsupport list --fields status,subject; dsupport search error --fields line
$ dsupport rebuild -q

# A home nobody has written to stays as it is.
$ dsupport --home empty rebuild; ls empty
