-- Most of a link's line is what its columns say, or stands in every line: nine tenths of a large case were repeated ids and keys.
-- A packed line holds marks (control characters, which no canonical line has) for both; packed.rs says the same. The view
-- gives whole lines and whole ids to whoever reads the file.

ALTER TABLE link RENAME TO link_before;
DROP INDEX link_by_kind;
DROP INDEX link_by_a;
DROP INDEX link_by_b;
DROP INDEX link_by_a_document;
DROP INDEX link_by_b_document;

CREATE TABLE packed_link (
    id         BLOB NOT NULL PRIMARY KEY,   -- 16 bytes: the digits
    kind       TEXT NOT NULL,
    a          BLOB NOT NULL,               -- 17 bytes: the letter and the digits
    b          BLOB NOT NULL,
    a_document INTEGER NOT NULL REFERENCES document (n),
    b_document INTEGER NOT NULL REFERENCES document (n),
    packed     TEXT NOT NULL
) STRICT;

INSERT INTO packed_link (id, kind, a, b, a_document, b_document, packed)
SELECT unhex(substr(id, 3)), kind, unhex(hex(substr(a, 1, 1)) || substr(a, 3)), unhex(hex(substr(b, 1, 1)) || substr(b, 3)),
    (SELECT n FROM document WHERE document.id = a_document), (SELECT n FROM document WHERE document.id = b_document),
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(json,
        '{"id":"' || id || '","kind":"' || kind || '","members":["' || a || '","' || b || '"],"a":', char(1)),
        '{"document":"' || a_document || '","spans":[[', char(2)),
        '{"document":"' || b_document || '","spans":[[', char(3)),
        ']],"attribution":"a-' || substr(a, 3) || '"}', char(4)),
        ']],"attribution":"a-' || substr(b, 3) || '"}', char(5)),
        ']],"attribution":null}', char(6)),
        ',"b":', char(7)),
        ',"direction":"none","because":[{"code":"', char(8)),
        ',"direction":"unknown","because":[{"code":"', char(11)),
        ',"direction":"a-to-b","because":[{"code":"', char(12)),
        ',"direction":"b-to-a","because":[{"code":"', char(14)),
        '","evidence":[', char(15)),
        ']},{"code":"', char(16)),
        ']}],"authority":{"linker":"hearsay-link","version":"0.1.0"}}', char(17)),
        ']}],"authority":{"linker":"hearsay-link","version":"', char(18)),
        ']}],"coverage":[', char(19)),
        '],"passages":[{"a":[', char(20)),
        '],"b":[', char(21)),
        ']},{"a":[', char(22)),
        '{"kind":"words","a":[[', char(23)),
        ']],"b":[[', char(24)),
        ']]},', char(25)),
        '{"document":"', char(26)),
        '","spans":[[', char(28)),
        ']],"attribution":"a-', char(29)),
        '{"kind":"', char(30))
FROM link_before ORDER BY id;
DROP TABLE link_before;

CREATE INDEX link_by_kind ON packed_link (kind);
-- Who is linked with whom, and how, is told by these alone.
CREATE INDEX link_by_a ON packed_link (a, kind, b);
CREATE INDEX link_by_b ON packed_link (b, kind, a);
CREATE INDEX link_by_a_document ON packed_link (a_document);
CREATE INDEX link_by_b_document ON packed_link (b_document);

CREATE VIEW link (id, kind, a, b, a_document, b_document, json) AS
SELECT id, kind, a, b, a_document, b_document,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(packed,
        char(1), '{"id":"' || id || '","kind":"' || kind || '","members":["' || a || '","' || b || '"],"a":'),
        char(2), '{"document":"' || a_document || '","spans":[['),
        char(3), '{"document":"' || b_document || '","spans":[['),
        char(4), ']],"attribution":"a-' || substr(a, 3) || '"}'),
        char(5), ']],"attribution":"a-' || substr(b, 3) || '"}'),
        char(6), ']],"attribution":null}'),
        char(7), ',"b":'),
        char(8), ',"direction":"none","because":[{"code":"'),
        char(11), ',"direction":"unknown","because":[{"code":"'),
        char(12), ',"direction":"a-to-b","because":[{"code":"'),
        char(14), ',"direction":"b-to-a","because":[{"code":"'),
        char(15), '","evidence":['),
        char(16), ']},{"code":"'),
        char(17), ']}],"authority":{"linker":"hearsay-link","version":"0.1.0"}}'),
        char(18), ']}],"authority":{"linker":"hearsay-link","version":"'),
        char(19), ']}],"coverage":['),
        char(20), '],"passages":[{"a":['),
        char(21), '],"b":['),
        char(22), ']},{"a":['),
        char(23), '{"kind":"words","a":[['),
        char(24), ']],"b":[['),
        char(25), ']]},'),
        char(26), '{"document":"'),
        char(28), '","spans":[['),
        char(29), ']],"attribution":"a-'),
        char(30), '{"kind":"')
FROM (
    SELECT 'l-' || lower(hex(id)) AS id, kind,
        CAST(substr(a, 1, 1) AS TEXT) || '-' || lower(hex(substr(a, 2))) AS a,
        CAST(substr(b, 1, 1) AS TEXT) || '-' || lower(hex(substr(b, 2))) AS b,
        (SELECT document.id FROM document WHERE document.n = a_document) AS a_document,
        (SELECT document.id FROM document WHERE document.n = b_document) AS b_document,
        packed
    FROM packed_link
);

-- Rows of attributions come in no order of their documents: in a table kept in order of its key a third of each page stood empty.
ALTER TABLE attribution RENAME TO attribution_before;
DROP INDEX attribution_by_id;
DROP INDEX attribution_standing;
CREATE TABLE attribution (
    document     TEXT NOT NULL REFERENCES reading (document),
    position     INTEGER NOT NULL,
    id           TEXT NOT NULL,
    overruled_by TEXT,
    json         TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT;
INSERT INTO attribution (document, position, id, overruled_by, json)
    SELECT document, position, id, overruled_by, json FROM attribution_before ORDER BY document, position;
DROP TABLE attribution_before;
CREATE INDEX attribution_by_id ON attribution (id);
CREATE UNIQUE INDEX attribution_standing ON attribution (id) WHERE overruled_by IS NULL;
