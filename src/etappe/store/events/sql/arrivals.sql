-- What each source has brought: in all, when last, and by day of receipt since a moment.
SELECT
    s.source,
    e.events,
    e.last_us,
    coalesce(w.days, MAP {}) AS days
FROM (
    SELECT source AS code, count(*) AS events, max(received_us) AS last_us
    FROM events GROUP BY source
) e
JOIN sources s USING (code)
LEFT JOIN (
    SELECT code, map_from_entries(list((day, events) ORDER BY day)) AS days
    FROM (
        SELECT source AS code, (received_us // 86400000000)::INTEGER AS day, count(*) AS events
        FROM events WHERE received_us >= $since_us GROUP BY ALL
    ) GROUP BY code
) w USING (code)
ORDER BY e.last_us DESC, s.source
