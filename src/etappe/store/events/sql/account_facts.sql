-- What events of the given names told of their accounts: of equal tellings the latest, in order of time and arrival.
SELECT account, max(occurred_us) AS occurred_us, arg_max(seq, (occurred_us, seq)) AS seq, any_value(source), properties
FROM (
    SELECT account, occurred_us, seq, coalesce(sources.source, '') AS source, properties
    FROM events
    JOIN names ON names.code = events.name
    LEFT JOIN sources ON sources.code = events.source
    WHERE names.name IN (SELECT unnest($names)) AND account > 0 AND properties IS NOT NULL AND flags & 6 = 0
)
GROUP BY account, properties
ORDER BY account, occurred_us, seq
