-- The mails that came in, each content once, in the order of arrival: what the fold reads of them.
CREATE TABLE mail (
  n INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  hash BLOB NOT NULL,                  -- canonical: copies of one mail have one row, its variants several
  ticket TEXT NOT NULL DEFAULT '',     -- where the last fold put it; '' for one that is on none
  id TEXT,                             -- NULL for one that could not be read, as are all behind it
  author TEXT,
  name TEXT,
  reply TEXT,
  date INTEGER,
  subject TEXT,
  base TEXT,
  tag TEXT,
  refs TEXT,                           -- ids, one a line, as in the two other lists of ids
  irt TEXT,
  text_hash BLOB,
  armour BLOB,
  files BLOB,                          -- hashes in a row
  verdict TEXT,
  many INTEGER,
  others TEXT,
  bundle_from BLOB,
  bundle_text BLOB,
  carried BLOB,                        -- event ids in a row
  letter BLOB,
  UNIQUE (key, hash)
) STRICT;

-- The names a mail is found by: its own key and those of the ids it names, the tickets these ids may mean, the tag in
-- its subject. All from the mail alone, so a row is written once.
CREATE TABLE mail_name (
  name BLOB NOT NULL,
  mail INTEGER NOT NULL,
  PRIMARY KEY (name, mail)
) STRICT, WITHOUT ROWID;

-- What people are shown of a mail, and where in the file beside the database the mail is as it came. No two rows
-- name the same bytes.
CREATE TABLE mail_body (
  mail INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  wiped INTEGER NOT NULL DEFAULT 0,    -- 1: redacted, and nothing but zeros there
  detail TEXT NOT NULL,                -- JSON: recipients, files, what was odd about it
  text TEXT NOT NULL,
  former TEXT NOT NULL DEFAULT ''      -- 'at size ' of each copy it replaced
) STRICT;
