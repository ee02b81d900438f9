SELECT
    seq, event_id, occurred_us, received_us, name, source, anonymous_key, user_key, email_key, phone_key, order_key,
    account, visit, page, title, referrer, origin, context, product, value, currency, flags, properties
FROM events
WHERE seq IN (SELECT unnest($seqs))
