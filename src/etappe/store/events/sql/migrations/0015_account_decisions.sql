-- What somebody decided about the ids of companies: two are one (merge), one stands alone (split), or a decision is taken back (undo).
CREATE TABLE account_decisions (
    id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    account INTEGER NOT NULL,
    other INTEGER NOT NULL,
    undoes BIGINT,
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_us BIGINT NOT NULL
);
