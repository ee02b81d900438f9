-- Pairs told or changed by rows after $after_seq, and every change of user of an anonymous key with several users.
WITH several AS (
    SELECT key_a
    FROM links
    JOIN keys AS a ON a.code = links.key_a AND a.kind = 0
    JOIN keys AS b ON b.code = links.key_b AND b.kind = 4
    GROUP BY key_a
    HAVING count(*) > 1
),
logins AS (
    SELECT anonymous_key AS key_a, user_key AS key_b, occurred_us, min(seq) AS seq, max(seq) AS latest
    FROM events
    WHERE user_key >= 0 AND anonymous_key IN (SELECT key_a FROM several)
    GROUP BY ALL
),
changes AS (
    SELECT key_a, key_b, occurred_us, seq
    FROM logins
    WINDOW by_time AS (PARTITION BY key_a ORDER BY occurred_us, key_b)
    QUALIFY lag(key_b) OVER by_time IS DISTINCT FROM key_b
        AND max(latest) OVER (PARTITION BY key_a) > $after_seq
)
SELECT key_a, key_b, occurred_us, min(seq) AS seq
FROM (
    SELECT key_a, key_b, occurred_us, seq FROM links WHERE changed_seq > $after_seq
    UNION ALL
    SELECT key_a, key_b, occurred_us, seq FROM changes
)
GROUP BY key_a, key_b, occurred_us
ORDER BY key_a, occurred_us, key_b
