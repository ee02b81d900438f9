-- Who stood with one account in customers' events: how often, in orders, from when to when, and the title told last.
SELECT
    key,
    count(*) AS events,
    count(*) FILTER (WHERE order_key >= 0) AS orders,
    min(occurred_us) AS first_us,
    max(occurred_us) AS last_us,
    arg_max(title, (occurred_us, seq)) FILTER (WHERE title IS NOT NULL) AS title
FROM (
    SELECT
        key, order_key, occurred_us, seq,
        nullif(coalesce({titles}), '') AS title
    FROM events
    WHERE account IN (SELECT unnest($accounts)) AND key >= 0 AND flags & 7 = 0
)
GROUP BY key
ORDER BY key
