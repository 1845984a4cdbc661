-- The mails that came in, each content once, in the order of arrival: what the fold reads of them.
CREATE TABLE mail (
  n INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  hash BLOB NOT NULL,                  -- canonical: copies of one mail have one row, its variants several
  ticket TEXT NOT NULL DEFAULT '',     -- where the last fold put it; '' for one that is on none
  head TEXT NOT NULL                   -- JSON, see mail_json.hh; '' for one that could not be read
) STRICT;
CREATE UNIQUE INDEX mail_content ON mail (key, hash);

-- The names a mail is found by: its own key and those of the ids it names, the tickets these ids may mean, the tag in
-- its subject. All from the mail alone, so a row is written once.
CREATE TABLE mail_name (
  name BLOB NOT NULL,
  mail INTEGER NOT NULL REFERENCES mail (n),
  PRIMARY KEY (name, mail)
) STRICT, WITHOUT ROWID;

-- What people are shown of a mail, and the mail itself as it came.
CREATE TABLE mail_body (
  mail INTEGER PRIMARY KEY REFERENCES mail (n),
  detail TEXT NOT NULL,                -- JSON: recipients, files, what was odd about it
  text TEXT NOT NULL,
  raw BLOB NOT NULL
) STRICT;
