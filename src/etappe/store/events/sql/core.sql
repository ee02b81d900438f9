SELECT
    seq, key, account, occurred_us, name, visit, page, origin, order_key, coalesce(value, $no_value) AS value,
    currency, flags, source,
    {cart} AS cart, anonymous_key AS device
FROM events
WHERE {condition}
