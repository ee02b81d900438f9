-- Ciphertexts cannot be compressed, and trying it cost most of keeping them.
CREATE TABLE sealed_plainly (
    key INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    cipher BLOB NOT NULL USING COMPRESSION uncompressed
);
INSERT INTO sealed_plainly SELECT key, seq, cipher FROM sealed ORDER BY rowid;
DROP TABLE sealed;
ALTER TABLE sealed_plainly RENAME TO sealed;

-- Events that came before personal properties were sealed, and still hold them in plain words: from which arrival
-- number on they are to be sealed, and up to which. `rewritten`: no byte of them is left in the file. One row.
CREATE TABLE unsealed (next_seq BIGINT NOT NULL, last_seq BIGINT NOT NULL, rewritten BOOLEAN NOT NULL);
INSERT INTO unsealed
SELECT coalesce((SELECT min(seq) FROM events WHERE properties IS NOT NULL), last_seq + 1), last_seq, false
FROM high_water;
UPDATE unsealed SET rewritten = true WHERE next_seq > last_seq;
