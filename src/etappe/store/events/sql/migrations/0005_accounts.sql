-- Domains of e-mail addresses: taken beside the hash as the address arrives, for the address itself is gone afterwards.
CREATE TABLE domains (code INTEGER NOT NULL, email_domain VARCHAR NOT NULL);
CREATE TABLE email_domains (key INTEGER NOT NULL, domain INTEGER NOT NULL);

-- Which keys stood with which account in events of customers (staff, bots and the future left out), from when to when.
CREATE TABLE account_keys (
    key INTEGER NOT NULL,
    account INTEGER NOT NULL,
    first_us BIGINT NOT NULL,
    last_us BIGINT NOT NULL
);
INSERT INTO account_keys
SELECT key, account, min(occurred_us), max(occurred_us)
FROM events
WHERE account > 0 AND key >= 0 AND flags & 7 = 0
GROUP BY key, account;
