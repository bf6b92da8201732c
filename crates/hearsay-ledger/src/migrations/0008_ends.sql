-- Who is linked with whom, and how, is told by the indexes alone: whoever asks which of some others a record is linked
-- with reads no other link for it.
DROP INDEX link_by_a;
DROP INDEX link_by_b;
CREATE INDEX link_by_a ON link (a, kind, b);
CREATE INDEX link_by_b ON link (b, kind, a);
