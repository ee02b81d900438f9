CREATE TABLE imports (
    id BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,
    rows BIGINT,
    rows_done BIGINT NOT NULL,
    started_us BIGINT NOT NULL,
    finished_us BIGINT,
    report VARCHAR NOT NULL
);

CREATE TABLE advertising (
    day DATE NOT NULL,
    source VARCHAR NOT NULL,
    medium VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL,
    impressions BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    currency VARCHAR NOT NULL
);
