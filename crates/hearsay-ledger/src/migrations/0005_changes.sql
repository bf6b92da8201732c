-- What changed of late, so that who holds a case in memory need not read all of it again. Derived, in no export; the
-- oldest lines go. Numbers are never given twice.
CREATE TABLE change (
    n  INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL                        -- a document with its reading, an entity, a group or a link; empty: anything may have changed
) STRICT;
