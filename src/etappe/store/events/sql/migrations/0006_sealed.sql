-- Originals that tell who somebody is, each sealed with the data key of the identity key it came with (AES-256-GCM:
-- nonce, then ciphertext). seq -1: the word of the key itself, as first sent; else the personal properties of that event.
CREATE TABLE sealed (key INTEGER NOT NULL, seq BIGINT NOT NULL, cipher BLOB NOT NULL);
-- Names of properties that were sealed, for who asks what is stored.
CREATE TABLE sealed_properties (word VARCHAR NOT NULL);
-- How far arrival numbers have come, whatever was deleted: none is given twice. One row.
CREATE TABLE high_water (last_seq BIGINT NOT NULL);
INSERT INTO high_water SELECT coalesce(max(seq), 0) FROM events;
