-- The log: every event once, verbatim, in the order of its arrival here.
CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  rep BLOB NOT NULL,
  seq INTEGER NOT NULL,
  t INTEGER NOT NULL,
  op BLOB NOT NULL,
  kind TEXT NOT NULL,
  target BLOB,                         -- the event that an undo or a redact names
  posted INTEGER NOT NULL,             -- 0: ours, and in no mail yet
  newer INTEGER NOT NULL,              -- 1: says something that only a later version can read
  prev BLOB,                           -- the event before it in its chain; NULL for the first
  header BLOB NOT NULL,
  signature BLOB NOT NULL,
  body BLOB
) STRICT;
CREATE INDEX event_chain ON event (rep, seq, id, prev);
CREATE INDEX event_time ON event (t);
CREATE INDEX event_op ON event (op, rep);
CREATE INDEX event_target ON event (target) WHERE target IS NOT NULL;
-- The events of the rota are read without the others, by the index that finds those of the team: one index costs each
-- start of the program less than two.
CREATE INDEX event_team ON event (kind)
  WHERE kind IN ('team.create', 'roster', 'team.doc', 'hello', 'cover', 'cancel', 'away', 'handover');
-- Both behind one index, for every index costs each start of the program its reading.
CREATE INDEX event_newer_or_unposted ON event (n) WHERE newer = 1 OR posted = 0;

-- Which tickets an event has a say in: its own, both ends of a link, whatever an undo takes back.
CREATE TABLE touch (
  ticket TEXT NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (ticket, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX touch_event ON touch (event);

-- Which events place, cover or redact a mail, or go out as it.
CREATE TABLE mention (
  mail BLOB NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (mail, event)
) STRICT, WITHOUT ROWID;

-- The projection: what the view shows of each ticket, but for what depends on the time.
CREATE TABLE ticket (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL,
  shown_in TEXT,                       -- the ticket it was merged into; NULL for one that is shown itself
  void INTEGER NOT NULL,               -- 1 taken back, 2 listed apart: bulk mail
  status INTEGER NOT NULL,             -- as stored, or open once a client wrote: 0 new 1 open 2 on-hold 3 pending 4 closed
  rank INTEGER NOT NULL,               -- most pressing first: conflict, attention, urgency, status
  debt INTEGER NOT NULL,               -- since when
  wakes INTEGER,
  promised INTEGER,                    -- of an open one
  moves INTEGER,                       -- the first of these two at which the clock gives it another rank
  level TEXT NOT NULL,
  nature TEXT NOT NULL,
  urgency TEXT NOT NULL,
  channel TEXT NOT NULL,
  client TEXT NOT NULL,
  assignee TEXT NOT NULL,
  waiting_on TEXT NOT NULL,
  requester TEXT NOT NULL,             -- one line: name and address, as far as known, else the number
  subject TEXT NOT NULL,
  tags TEXT NOT NULL,                  -- ' vip later ': a space around each
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,               -- JSON of all that no column has
  line TEXT NOT NULL,                  -- the canonical line of the digest
  words TEXT NOT NULL                  -- what `list WORDS` looks in, its case folded
) STRICT;
-- With all that a line of `list` shows, so that a page of it reads a few pages of the index and no row, and with what it filters
-- by, so that a rare one is found without reading a row for each that is passed over. An index for each filter would cost
-- every start of the program its reading, and every write a page.
CREATE INDEX ticket_pressing ON ticket (
  rank, debt, id, moves, level, nature, urgency, channel, client, assignee, code, status, wakes, promised, waiting_on,
  requester, subject, created, updated, void, shown_in
) WHERE status < 4 AND void = 0 AND shown_in IS NULL;
CREATE INDEX ticket_moves ON ticket (moves) WHERE moves IS NOT NULL;
CREATE INDEX ticket_updated ON ticket (updated);

-- Mails to be sent. A letter is there from the command on; the bytes are made and frozen when it is first sent.
CREATE TABLE outbox (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                  -- letter, post
  state TEXT NOT NULL,                 -- queued, held, sending, sent, retry, failed, unknown, dropped
  reason TEXT NOT NULL,
  ticket TEXT NOT NULL,
  event BLOB,
  recipient TEXT NOT NULL,             -- empty: the group
  subject TEXT NOT NULL,
  message_id TEXT NOT NULL,
  date INTEGER NOT NULL,
  sender TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  first_try INTEGER,
  changed INTEGER NOT NULL,
  bytes BLOB                           -- last: nothing else has to be read past it
) STRICT;
CREATE INDEX outbox_open ON outbox (due) WHERE state NOT IN ('sent', 'dropped');
CREATE INDEX outbox_sent ON outbox (changed) WHERE state = 'sent';
CREATE INDEX outbox_event ON outbox (event) WHERE event IS NOT NULL;

-- Single values: this machine's key, how far the search index is, when the mail server wants to be asked again.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
