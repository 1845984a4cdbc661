$ dsupport log -s 'Portal down' -m 'error 500' -q; dsupport assign @ me -q

$ dsupport rebuild
tickets: 1, folded from events: 5; state [..]
$ dsupport rebuild --quiet
$ dsupport rebuild --json | jq -c '[.events, .tickets, .equal, .before == .after]'
[5,1,true,true]

# What is derived may be lost or wrong: it comes back, and is said.
$ python3 -c 'import sqlite3; db = sqlite3.connect("home/data/dsupport.db"); db.execute("DELETE FROM ticket"); db.commit()'; rm home/data/search.db
$ dsupport rebuild
tickets: 1, folded from events: 5; state [..]
dsupport: the stored state was not what the log says; it is now
hint: please report it, with a copy of the database if you can
[exit 1]
$ dsupport list --fields status,subject; dsupport search error --fields line
open	Portal down
error 500
$ dsupport rebuild -q

# A home nobody has written to stays as it is.
$ dsupport --home empty rebuild; ls empty
tickets: 0, folded from events: 0; state [..]
ls: cannot access 'empty': No such file or directory
[exit 2]
