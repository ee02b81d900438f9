-- Visits from number $from_code on with the number of the first visit that is called the same.
WITH called AS (
    SELECT visit_id, min(code) AS first
    FROM visits
    WHERE $from_code = 0 OR visit_id IN (SELECT visit_id FROM visits WHERE code >= $from_code)
    GROUP BY visit_id
    HAVING count(*) > 1
)
SELECT visits.code, called.first
FROM visits
JOIN called USING (visit_id)
WHERE visits.code >= $from_code AND visits.code <> called.first
ORDER BY visits.code
