-- Files, and items of files of many, that could not be taken in when they were given last. In no digest and no export: they
-- are no records, and their bytes are not kept. What is read well later goes, as does what a person takes out.
CREATE TABLE refused (
    input   TEXT NOT NULL,                  -- path as it was given
    part    TEXT NOT NULL,                  -- item of the file; empty for the whole of it
    because TEXT NOT NULL,
    hash    TEXT,                           -- BLAKE3 of the bytes; null where they could not be had
    at      TEXT NOT NULL,                  -- when it was given last
    PRIMARY KEY (input, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_by_hash ON refused (hash);
