-- What persons decided to forget, entered for good. What is entered for good may be deleted in one way: inside a
-- transaction that first names it in `forgetting`, with the tombstone that stands in its place, and empties that table
-- at its end.

CREATE TABLE tombstone (
    id       TEXT PRIMARY KEY,
    document TEXT,                          -- no reference: it is gone
    hash     TEXT,                          -- BLAKE3 of its bytes
    removes  TEXT REFERENCES tombstone (id),
    at       TEXT NOT NULL,
    json     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_by_document ON tombstone (document);
CREATE INDEX tombstone_by_hash ON tombstone (hash);
CREATE INDEX tombstone_by_removes ON tombstone (removes);

CREATE TRIGGER tombstone_is_not_changed BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never changed'); END;
CREATE TRIGGER tombstone_is_not_deleted BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'a tombstone is never deleted; another takes it back'); END;

CREATE TABLE forgetting (
    record    TEXT PRIMARY KEY,             -- id of a document, correction or label; hash of an original
    tombstone TEXT NOT NULL REFERENCES tombstone (id)
) STRICT, WITHOUT ROWID;

DROP TRIGGER original_is_not_deleted;
CREATE TRIGGER original_is_not_deleted BEFORE DELETE ON original
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE record = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'an original is never deleted but by forgetting it'); END;
DROP TRIGGER document_is_not_deleted;
CREATE TRIGGER document_is_not_deleted BEFORE DELETE ON document
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE record = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a document is never deleted but by forgetting it'); END;
DROP TRIGGER sighting_is_not_deleted;
CREATE TRIGGER sighting_is_not_deleted BEFORE DELETE ON sighting
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE record = OLD.document)
BEGIN SELECT RAISE(ABORT, 'a sighting is never deleted but by forgetting its document'); END;
DROP TRIGGER correction_is_not_deleted;
CREATE TRIGGER correction_is_not_deleted BEFORE DELETE ON correction
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE record = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted but by forgetting what it is on'); END;
DROP TRIGGER label_is_not_deleted;
CREATE TRIGGER label_is_not_deleted BEFORE DELETE ON label
WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE record = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a label is never deleted but by forgetting what it is on; another takes it back'); END;
