-- What each source (or write key) has brought: in all, when last, and by day of receipt; day k
-- begins at the k-th of the moments given, the last has no end.
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
        SELECT {code} AS code, count(*) AS events,
            len(list_filter($starts_us::BIGINT[], lambda start: start <= received_us)) - 1 AS day
        FROM events WHERE received_us >= list_min($starts_us::BIGINT[]) GROUP BY ALL
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
