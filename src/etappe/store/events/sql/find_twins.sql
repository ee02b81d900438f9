-- twins: suspect rows (equal hash of the id) that truly repeat an id: of a stored event (its seq, else -1), or of an
-- earlier row of the batch (its place, else -1).
CREATE OR REPLACE TEMP TABLE twins AS
WITH suspect AS (SELECT place, event_id FROM staged WHERE place IN (SELECT place FROM suspects)),
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
