-- Suspect rows (equal hash of the id) that truly repeat an id: of a stored event (its seq), else of an earlier row.
WITH suspect AS (SELECT place, event_id FROM staged WHERE place IN (SELECT unnest($places))),
stored AS (
    SELECT suspect.place, min(events.seq) AS seq
    FROM suspect
    JOIN events USING (event_id)
    WHERE events.received_us >= $since
    GROUP BY suspect.place
),
earlier AS (
    SELECT suspect.place, min(staged.place) AS first_place
    FROM suspect
    JOIN staged ON staged.event_id = suspect.event_id AND staged.place < suspect.place
    GROUP BY suspect.place
)
SELECT place, coalesce(seq, -1) AS seq, coalesce(first_place, -1) AS first_place
FROM stored
FULL JOIN earlier USING (place)
ORDER BY place
