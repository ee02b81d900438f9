-- Facts 'the key called so is the same as this event's': previous_id may name a device or a customer, known or not yet.
CREATE TABLE aliases (seq BIGINT NOT NULL, occurred_us BIGINT NOT NULL, key INTEGER NOT NULL, previous_id VARCHAR NOT NULL);

-- The earliest moment at which an event proved the e-mail address of a link to be theirs.
ALTER TABLE links ADD COLUMN verified_us BIGINT;

-- What people decided about keys. Nothing is ever changed here: an undo is a decision about a decision.
-- kind: merge (both keys are one person), split (key_a stands alone; with key_b: this link does not hold), undo (of `undoes`).
CREATE TABLE decisions (
    id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    key_a INTEGER NOT NULL,
    key_b INTEGER NOT NULL,
    undoes BIGINT,
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_us BIGINT NOT NULL
);
