-- Per part of the group: its rows, and the first row that breaks each rule (place; NULL if none).
SELECT
    part,
    count(*) AS rows,
    min(place) AS first_row,
    min(place) FILTER (WHERE event_id IS NULL) AS event_id,
    min(place) FILTER (WHERE name IS NULL) AS name,
    min(place) FILTER (WHERE occurred_us IS NULL OR occurred_us NOT BETWEEN $earliest AND $latest) AS occurred_at,
    min(place) FILTER (WHERE received_us NOT BETWEEN $earliest AND $latest) AS received_at,
    min(place) FILTER (WHERE value IS NOT NULL AND currency IS NULL) AS currency,
    min(place) FILTER (WHERE currency NOT IN (SELECT unnest($currencies))) AS unknown_currency,
    -- Valid JSON that begins with a brace is an object: one look at the text instead of two.
    min(place) FILTER (WHERE NOT (json_valid(properties) AND ltrim(properties, $space) LIKE '{%')) AS properties,
    count(*) FILTER (WHERE flags & 4 = 4) AS future
FROM staged
GROUP BY part
ORDER BY part
