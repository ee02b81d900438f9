-- Takes events and keys out of every table that holds something of them. Given: gone (seq), kept (seq; orders that stay
-- without their person, part of gone), gone_keys (code). Words that nothing uses any more are overwritten; their numbers
-- stay, for numbers are never given twice.
CREATE OR REPLACE TEMP TABLE gone_orders AS
SELECT DISTINCT order_key FROM events WHERE seq IN (SELECT seq FROM kept) AND order_key >= 0;
CREATE OR REPLACE TEMP TABLE new_orders AS
SELECT order_key, ((SELECT count(*) FROM keys) - 1 + row_number() OVER (ORDER BY order_key))::INTEGER AS code
FROM gone_orders;
INSERT INTO keys
SELECT code, 1, 'kept-' || replace(uuid()::VARCHAR, '-', ''), (SELECT min(seq) FROM events WHERE events.order_key = new_orders.order_key)
FROM new_orders ORDER BY code;
UPDATE events
SET
    event_id = 'kept-' || replace(uuid()::VARCHAR, '-', ''),
    -- To the hour: the time of an order to the microsecond would find it again in the shop's own system.
    occurred_us = occurred_us - occurred_us % 3600000000,
    received_us = received_us - received_us % 3600000000,
    key = new_orders.code, order_key = new_orders.code,
    anonymous_key = -1, phone_key = -1, email_key = -1, user_key = -1,
    account = 0, visit = -1, page = 0, title = 0, referrer = 0, origin = 0, context = 0,
    flags = flags & 7,
    properties = NULL
FROM new_orders
WHERE events.order_key = new_orders.order_key AND events.seq IN (SELECT seq FROM kept);
DELETE FROM events WHERE seq IN (SELECT seq FROM gone) AND seq NOT IN (SELECT seq FROM kept);
DELETE FROM sealed WHERE seq IN (SELECT seq FROM gone) OR key IN (SELECT code FROM gone_keys);
DELETE FROM aliases
WHERE seq IN (SELECT seq FROM gone)
    OR key IN (SELECT code FROM gone_keys)
    OR previous_id IN (SELECT word FROM keys WHERE code IN (SELECT code FROM gone_keys));
DELETE FROM links WHERE key_a IN (SELECT code FROM gone_keys) OR key_b IN (SELECT code FROM gone_keys);
DELETE FROM decisions
WHERE key_a IN (SELECT code FROM gone_keys)
    OR key_b IN (SELECT code FROM gone_keys)
    OR undoes IN (
        SELECT id FROM decisions
        WHERE key_a IN (SELECT code FROM gone_keys) OR key_b IN (SELECT code FROM gone_keys)
    );
DELETE FROM account_keys WHERE key IN (SELECT code FROM gone_keys);
DELETE FROM email_domains WHERE key IN (SELECT code FROM gone_keys);
UPDATE keys SET word = '(forgotten ' || code || ')' WHERE code IN (SELECT code FROM gone_keys)
