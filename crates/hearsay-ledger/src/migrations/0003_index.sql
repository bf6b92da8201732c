-- What linking knows beside what it found, so that one document more need not link all again. Derived, in no export.
-- Items are the 16 bytes of the digits of an id; `pass` says of which kind.

CREATE TABLE index_key (
    pass INTEGER NOT NULL,
    key  INTEGER NOT NULL,
    item BLOB NOT NULL,
    PRIMARY KEY (pass, key, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_item (
    pass INTEGER NOT NULL,
    item BLOB NOT NULL,
    keys BLOB NOT NULL,                     -- eight bytes each, in order
    PRIMARY KEY (pass, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_held (
    document   TEXT PRIMARY KEY,
    chains     BLOB NOT NULL,               -- items, in order
    statements BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE index_judged (
    pass INTEGER NOT NULL,
    a    BLOB NOT NULL,
    b    BLOB NOT NULL,
    json TEXT,                              -- the link before it was settled with others
    likeness REAL NOT NULL,                 -- of two reports
    PRIMARY KEY (pass, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX index_judged_by_b ON index_judged (b, pass);

CREATE TABLE index_outlined (
    document TEXT PRIMARY KEY,
    outline  BLOB NOT NULL                  -- as much of it as stories are told by, in the linker's words
) STRICT, WITHOUT ROWID;

-- Documents that were read or decided on since they were linked.
CREATE TABLE unlinked (
    document TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Which rules made the index; nothing, if there is none.
ALTER TABLE linking ADD COLUMN indexed_by TEXT;
-- How often links were written: who made some from what was there before another wrote, must know.
ALTER TABLE linking ADD COLUMN times INTEGER NOT NULL DEFAULT 0;
