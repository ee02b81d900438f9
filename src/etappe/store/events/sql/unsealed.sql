-- Events with properties of a range of arrival numbers, with whatever decides what is personal in them and may be kept.
SELECT
    events.seq,
    events.key,
    events.properties,
    events.product > 0 OR list_contains($groups::VARCHAR[], names.name) AS thing,
    contexts.consent
FROM events
JOIN names ON names.code = events.name
LEFT JOIN contexts ON contexts.code = events.context
WHERE events.seq >= $start AND events.seq < $end AND events.properties IS NOT NULL
ORDER BY events.seq
