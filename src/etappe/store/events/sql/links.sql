-- Facts told or changed by rows after $after_seq, strongest word last: pairs of keys that stood in one event (told 0),
-- the moments an e-mail address was proved (1), aliases (2); and every change of user of a device with several users.
WITH alias AS (
{alias}
),
-- Devices that are one with another: whose user changed shows only when all their logins are told.
joined AS (
    SELECT unnest([key_a, key_b]) AS key_a FROM alias WHERE stronger = 0
    UNION
    SELECT unnest([key_a, key_b]) FROM decisions WHERE kind = 'merge'
),
several AS (
    SELECT key_a
    FROM (
        SELECT links.key_a, links.key_b
        FROM links
        JOIN keys AS a ON a.code = links.key_a AND a.kind = 0
        JOIN keys AS b ON b.code = links.key_b AND b.kind = 4
        UNION
        SELECT key_a, key_b FROM alias WHERE weaker = 0 AND stronger = 4
    )
    GROUP BY key_a
    HAVING count(*) > 1
    UNION
    SELECT key_a FROM joined
),
logins AS (
    SELECT anonymous_key AS key_a, user_key AS key_b, occurred_us, min(seq) AS seq, max(seq) AS latest
    FROM events
    WHERE user_key >= 0 AND flags & 1 = 0 AND anonymous_key IN (SELECT key_a FROM several)
    GROUP BY ALL
    UNION ALL
    SELECT key_a, key_b, occurred_us, min(seq), max(changed_seq)
    FROM alias
    WHERE weaker = 0 AND stronger = 4 AND key_a IN (SELECT key_a FROM several)
    GROUP BY ALL
),
timed AS (
    SELECT *, count(*) OVER (PARTITION BY key_a, occurred_us) AS at_once FROM logins
),
changes AS (
    SELECT key_a, key_b, occurred_us, seq
    FROM timed
    WINDOW by_time AS (PARTITION BY key_a ORDER BY occurred_us, key_b)
    -- Of logins at one moment nobody knows here which came last: they and the next are told.
    QUALIFY (
            lag(key_b) OVER by_time IS DISTINCT FROM key_b
            OR at_once > 1
            OR lag(at_once) OVER by_time > 1
            OR key_a IN (SELECT key_a FROM joined)
        )
        AND max(latest) OVER (PARTITION BY key_a) > $after_seq
)
SELECT key_a, key_b, occurred_us, min(seq) AS seq, told
FROM (
    SELECT key_a, key_b, occurred_us, seq, 0::UTINYINT AS told FROM links WHERE changed_seq > $after_seq
    UNION ALL
    SELECT key_a, key_b, occurred_us, seq, 0 FROM changes
    UNION ALL
    SELECT key_a, key_b, verified_us, seq, 1 FROM links WHERE changed_seq > $after_seq AND verified_us IS NOT NULL
    UNION ALL
    SELECT key_a, key_b, occurred_us, seq, 2 FROM alias WHERE changed_seq > $after_seq
)
GROUP BY key_a, key_b, occurred_us, told
ORDER BY key_a, occurred_us, key_b, told
