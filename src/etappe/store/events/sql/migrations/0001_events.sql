-- Words: every repeated word (or group of words) once, numbered as it first arrives and never renumbered.
CREATE TABLE names (code INTEGER NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE sources (code INTEGER NOT NULL, source VARCHAR NOT NULL);
CREATE TABLE currencies (code INTEGER NOT NULL, currency VARCHAR NOT NULL);
CREATE TABLE accounts (code INTEGER NOT NULL, account_id VARCHAR NOT NULL);
CREATE TABLE products (code INTEGER NOT NULL, product_id VARCHAR NOT NULL);
CREATE TABLE titles (code INTEGER NOT NULL, title VARCHAR NOT NULL);
CREATE TABLE referrers (code INTEGER NOT NULL, referrer VARCHAR NOT NULL);
CREATE TABLE pages (code INTEGER NOT NULL, host VARCHAR, path VARCHAR);
CREATE TABLE contexts (
    code INTEGER NOT NULL,
    device VARCHAR,
    browser VARCHAR,
    country VARCHAR,
    language VARCHAR,
    staff VARCHAR,
    consent VARCHAR
);
CREATE TABLE origins (
    code INTEGER NOT NULL,
    channel VARCHAR,
    utm_source VARCHAR,
    utm_medium VARCHAR,
    utm_campaign VARCHAR,
    utm_term VARCHAR,
    utm_content VARCHAR,
    click_id VARCHAR,
    referrer_host VARCHAR,
    host VARCHAR,
    source VARCHAR
);
-- kind as in KEY_KINDS; e-mail addresses and phone numbers stand here as salted hashes only.
CREATE TABLE keys (code INTEGER NOT NULL, kind UTINYINT NOT NULL, word VARCHAR NOT NULL, first_seq BIGINT NOT NULL);
-- A source's visit ids are told apart by device (or else person) key: 'session 1' exists on every phone.
CREATE TABLE visits (code INTEGER NOT NULL, owner INTEGER NOT NULL, visit_id VARCHAR NOT NULL);
CREATE TABLE properties (word VARCHAR NOT NULL);

-- Facts 'these two keys stood in one event': earliest moment, first row, latest row that changed the fact.
CREATE TABLE links (
    key_a INTEGER NOT NULL,
    key_b INTEGER NOT NULL,
    occurred_us BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL
);

-- The events, in order of seq. Numbers instead of words: a text column costs several times an integer to write.
-- No unique index: it makes small commits ten times slower at 22 M rows.
CREATE TABLE events (
    seq BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_us BIGINT NOT NULL,
    received_us BIGINT NOT NULL,
    name INTEGER NOT NULL,
    key INTEGER NOT NULL,
    anonymous_key INTEGER NOT NULL,
    order_key INTEGER NOT NULL,
    phone_key INTEGER NOT NULL,
    email_key INTEGER NOT NULL,
    user_key INTEGER NOT NULL,
    account INTEGER NOT NULL,
    visit INTEGER NOT NULL,
    page INTEGER NOT NULL,
    title INTEGER NOT NULL,
    referrer INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    context INTEGER NOT NULL,
    product INTEGER NOT NULL,
    source SMALLINT NOT NULL,
    currency SMALLINT NOT NULL,
    flags UTINYINT NOT NULL,
    value BIGINT,
    properties VARCHAR
);
