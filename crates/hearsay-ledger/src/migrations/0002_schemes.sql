-- Schemes of concepts that persons loaded, in the order of loading; of one name the last loaded counts.

CREATE TABLE scheme (
    n    INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    at   TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX scheme_by_name ON scheme (name);

CREATE TRIGGER scheme_is_not_changed BEFORE UPDATE ON scheme
BEGIN SELECT RAISE(ABORT, 'a scheme is never changed'); END;
CREATE TRIGGER scheme_is_not_deleted BEFORE DELETE ON scheme
BEGIN SELECT RAISE(ABORT, 'a scheme is never deleted'); END;
CREATE TRIGGER label_is_not_changed BEFORE UPDATE ON label
BEGIN SELECT RAISE(ABORT, 'a label is never changed'); END;
CREATE TRIGGER label_is_not_deleted BEFORE DELETE ON label
BEGIN SELECT RAISE(ABORT, 'a label is never deleted; another takes it back'); END;
