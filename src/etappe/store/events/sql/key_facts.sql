-- Of each key (table `wanted`): first and last moment, its events, those of machines and of staff among them.
SELECT
    key,
    min(occurred_us) AS first_us,
    max(occurred_us) AS last_us,
    count(*) AS events,
    count(*) FILTER (flags & 2 = 2) AS bots,
    count(*) FILTER (flags & 1 = 1) AS staff
FROM (
    SELECT anonymous_key AS key, occurred_us, flags FROM events WHERE anonymous_key IN (SELECT key FROM wanted)
    UNION ALL
    SELECT order_key, occurred_us, flags FROM events WHERE order_key IN (SELECT key FROM wanted)
    UNION ALL
    SELECT phone_key, occurred_us, flags FROM events WHERE phone_key IN (SELECT key FROM wanted)
    UNION ALL
    SELECT email_key, occurred_us, flags FROM events WHERE email_key IN (SELECT key FROM wanted)
    UNION ALL
    SELECT user_key, occurred_us, flags FROM events WHERE user_key IN (SELECT key FROM wanted)
)
GROUP BY key
ORDER BY key
