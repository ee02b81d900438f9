-- How far the journal is taken in: changed in the same transaction as the events that came out of it.
CREATE TABLE drained (segment BIGINT NOT NULL, byte_offset BIGINT NOT NULL);
INSERT INTO drained VALUES (0, 0);

-- Events that arrived and were not kept, by day of receipt, reason and source.
CREATE TABLE rejections (
    day DATE NOT NULL,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    events BIGINT NOT NULL
);

-- The latest of them, for the reasons that allow an example.
CREATE TABLE rejection_samples (
    id BIGINT NOT NULL,
    received_us BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    sample VARCHAR NOT NULL
);
