$ dsupport version
dsupport 0.1.0
fold 1, database 2

$ dsupport --version | head -1
dsupport 0.1.0

$ dsupport version now
dsupport: version does not take 'now'
hint: dsupport help version
[exit 64]
