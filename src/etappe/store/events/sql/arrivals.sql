-- What each source (or write key) has brought: in all, when last, and by day of receipt since a moment.
WITH all_time AS (
    SELECT {word} AS told, sum(events)::BIGINT AS events, max(last_us) AS last_us
    FROM (SELECT {code} AS code, count(*) AS events, max(received_us) AS last_us FROM events GROUP BY ALL)
    JOIN {words} USING (code)
    WHERE {word} IS NOT NULL
    GROUP BY ALL
),
by_day AS (
    SELECT {word} AS told, day, sum(events)::BIGINT AS events
    FROM (
        SELECT {code} AS code, (received_us // 86400000000)::INTEGER AS day, count(*) AS events
        FROM events WHERE received_us >= $since_us GROUP BY ALL
    )
    JOIN {words} USING (code)
    WHERE {word} IS NOT NULL
    GROUP BY ALL
)
SELECT told, events, last_us, coalesce(days, MAP {{}}) AS days
FROM all_time
LEFT JOIN (
    SELECT told, map_from_entries(list((day, events) ORDER BY day)) AS days FROM by_day GROUP BY ALL
) USING (told)
ORDER BY last_us DESC, told
