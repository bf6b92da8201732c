-- The first ledger. Tables are named for the records; `json` holds the record's canonical JSON.
-- Columns beside it are what queries filter or sort by. Moments (`seen_at`, `at`) are in no JSON.

-- Entered for good ----------------------------------------------------------------------------

CREATE TABLE original (
    hash       TEXT PRIMARY KEY,            -- BLAKE3 of the bytes, 64 digits
    size       INTEGER NOT NULL,
    compressed BLOB NOT NULL                -- zstd
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    n          INTEGER PRIMARY KEY,         -- row of the search index; no meaning outside this file
    id         TEXT NOT NULL UNIQUE,
    hash       TEXT NOT NULL REFERENCES original (hash),
    media_type TEXT NOT NULL,
    outlet     TEXT,
    url        TEXT,
    date       TEXT,                        -- published, ISO 8601 with its granularity in its shape
    language   TEXT,
    text       TEXT NOT NULL,               -- stored here only: in `json` it is empty
    json       TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_hash ON document (hash);
CREATE INDEX document_by_outlet ON document (outlet, date);
CREATE INDEX document_by_date ON document (date);
CREATE INDEX document_by_language ON document (language);

CREATE TABLE sighting (
    document TEXT NOT NULL REFERENCES document (id),
    path     TEXT NOT NULL,
    seen_at  TEXT NOT NULL,
    PRIMARY KEY (document, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    sequence INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES document (id),
    kind     TEXT NOT NULL,
    at       TEXT NOT NULL,
    json     TEXT NOT NULL
) STRICT;
CREATE INDEX correction_by_document ON correction (document);

CREATE TABLE label (
    id       TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    scheme   TEXT NOT NULL,
    concept  TEXT NOT NULL,
    at       TEXT NOT NULL,
    json     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX label_by_document ON label (document);
CREATE INDEX label_by_concept ON label (scheme, concept);

CREATE TRIGGER original_is_not_changed BEFORE UPDATE ON original
BEGIN SELECT RAISE(ABORT, 'an original is never changed'); END;
CREATE TRIGGER original_is_not_deleted BEFORE DELETE ON original
BEGIN SELECT RAISE(ABORT, 'an original is never deleted'); END;
CREATE TRIGGER document_is_not_changed BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
CREATE TRIGGER document_is_not_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;
CREATE TRIGGER sighting_is_not_changed BEFORE UPDATE ON sighting
BEGIN SELECT RAISE(ABORT, 'a sighting is never changed'); END;
CREATE TRIGGER sighting_is_not_deleted BEFORE DELETE ON sighting
BEGIN SELECT RAISE(ABORT, 'a sighting is never deleted'); END;
CREATE TRIGGER correction_is_not_changed BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER correction_is_not_deleted BEFORE DELETE ON correction
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;

-- Derived from one document -------------------------------------------------------------------

CREATE TABLE reading (
    document TEXT PRIMARY KEY REFERENCES document (id),
    version  TEXT NOT NULL,
    json     TEXT NOT NULL                  -- its lists are empty here; they are rows of the tables below
) STRICT, WITHOUT ROWID;

CREATE TABLE chain (
    id       TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES reading (document),
    position INTEGER NOT NULL,              -- place in the reading's list
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    json     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX chain_by_document ON chain (document, position);

-- A person's attribution may have the roles, and so the id, of the machine's that it replaces.
CREATE TABLE attribution (
    document     TEXT NOT NULL REFERENCES reading (document),
    position     INTEGER NOT NULL,
    id           TEXT NOT NULL,
    overruled_by TEXT,
    json         TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_by_id ON attribution (id);
CREATE UNIQUE INDEX attribution_standing ON attribution (id) WHERE overruled_by IS NULL;

CREATE TABLE statement (
    n           INTEGER PRIMARY KEY,        -- row of the search index
    id          TEXT NOT NULL UNIQUE,
    attribution TEXT NOT NULL,
    document    TEXT NOT NULL REFERENCES reading (document),
    start       INTEGER NOT NULL,           -- first character, for the order within a document
    who         TEXT,
    date        TEXT,
    act         TEXT NOT NULL,
    act_family  TEXT NOT NULL,
    form        TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    commitment  TEXT NOT NULL,
    asserted    INTEGER NOT NULL,           -- whether the commitment is an assertion's
    json        TEXT NOT NULL
) STRICT;
CREATE INDEX statement_by_document ON statement (document, start);
CREATE INDEX statement_by_who ON statement (who);
CREATE INDEX statement_by_date ON statement (date IS NULL, date, document, start, id);
CREATE INDEX statement_by_act ON statement (act);
CREATE INDEX statement_by_act_family ON statement (act_family);
CREATE INDEX statement_by_form ON statement (form);
CREATE INDEX statement_by_source_kind ON statement (source_kind);

CREATE TABLE statement_about (
    statement TEXT NOT NULL REFERENCES statement (id),
    chain     TEXT NOT NULL,
    PRIMARY KEY (statement, chain)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_about_by_chain ON statement_about (chain, statement);

-- Doubts of intake and reader (with a document) and of the linker (perhaps without).
CREATE TABLE note (
    n        INTEGER PRIMARY KEY,
    stage    TEXT NOT NULL CHECK (stage IN ('intake', 'read', 'link')),
    document TEXT REFERENCES document (id),
    position INTEGER NOT NULL,
    code     TEXT NOT NULL,
    json     TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_document ON note (document, stage, position);
CREATE INDEX note_by_stage ON note (stage, json);
CREATE INDEX note_by_code ON note (code);

-- What outlets have, counted as documents and statements come and go.
CREATE TABLE outlet_count (
    outlet     TEXT PRIMARY KEY,
    documents  INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    first_date TEXT,
    last_date  TEXT
) STRICT, WITHOUT ROWID;

-- Derived from the whole case -----------------------------------------------------------------

CREATE TABLE fact (
    id        TEXT PRIMARY KEY,
    kind      TEXT NOT NULL,
    key       TEXT NOT NULL,
    documents INTEGER NOT NULL,
    json      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entity (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    json       TEXT NOT NULL,
    documents  INTEGER NOT NULL DEFAULT 0,  -- counted at the end of linking
    statements INTEGER NOT NULL DEFAULT 0,
    about      INTEGER NOT NULL DEFAULT 0,
    last_date  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_by_count ON entity (statements DESC, about DESC, documents DESC, id);

CREATE TABLE entity_member (
    chain  TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entity (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_member_by_entity ON entity_member (entity, chain);

CREATE TABLE alias (
    folded TEXT NOT NULL,                   -- letters and digits of the name, folded
    entity TEXT NOT NULL REFERENCES entity (id),
    PRIMARY KEY (folded, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_entity ON alias (entity);

CREATE TABLE link (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    a_document TEXT NOT NULL REFERENCES document (id),
    b_document TEXT NOT NULL REFERENCES document (id),
    json       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_kind ON link (kind, id);
CREATE INDEX link_by_a ON link (a);
CREATE INDEX link_by_b ON link (b);
CREATE INDEX link_by_a_document ON link (a_document);
CREATE INDEX link_by_b_document ON link (b_document);

CREATE TABLE "group" (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    members    INTEGER NOT NULL,
    json       TEXT NOT NULL,
    documents  INTEGER NOT NULL DEFAULT 0,  -- counted at the end of linking
    origins    INTEGER NOT NULL DEFAULT 0,
    first_date TEXT,
    last_date  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX group_by_kind ON "group" (kind, id);
CREATE INDEX group_by_count ON "group" (kind, origins DESC, documents DESC, last_date DESC, id);

CREATE TABLE group_member (
    "group" TEXT NOT NULL REFERENCES "group" (id),
    member  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    PRIMARY KEY ("group", member)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_by_member ON group_member (member, kind, "group");

-- Whether the links are those of the readings: not so between entering and the end of linking.
CREATE TABLE linking (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    is_current INTEGER NOT NULL
) STRICT;
INSERT INTO linking (one, is_current) VALUES (1, 1);

-- Search ---------------------------------------------------------------------------------------
-- Indexes only, no second copy of any text. They are fed with folded words set apart by spaces, so
-- the simplest tokenizer finds exactly those words; see terms.rs.

CREATE VIRTUAL TABLE document_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE statement_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');
