-- Rows of links are too long for a table that is kept in order of its key: most took a page of their own beside it, and
-- every index held the whole key. Derived.
ALTER TABLE link RENAME TO link_before;
CREATE TABLE link (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    a_document TEXT NOT NULL REFERENCES document (id),
    b_document TEXT NOT NULL REFERENCES document (id),
    json       TEXT NOT NULL
) STRICT;
INSERT INTO link (id, kind, a, b, a_document, b_document, json)
    SELECT id, kind, a, b, a_document, b_document, json FROM link_before ORDER BY id;
DROP TABLE link_before;
CREATE INDEX link_by_kind ON link (kind, id);
-- Who is linked with whom, and how, is told by these alone: whoever asks which of some others a record is linked with reads
-- no other link for it.
CREATE INDEX link_by_a ON link (a, kind, b);
CREATE INDEX link_by_b ON link (b, kind, a);
CREATE INDEX link_by_a_document ON link (a_document);
CREATE INDEX link_by_b_document ON link (b_document);
