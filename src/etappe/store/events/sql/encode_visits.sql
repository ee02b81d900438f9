-- visits_codes: the batch's visits with their numbers, known or next. Owner is the device's key, else the person's.
CREATE OR REPLACE TEMP TABLE visits_codes AS
SELECT
    owner,
    visit_id,
    place,
    known.code IS NULL AS fresh,
    coalesce(
        known.code,
        (SELECT count(*) FROM visits) - 1 + row_number() OVER (PARTITION BY known.code IS NULL ORDER BY place)
    )::INTEGER AS code
FROM (
    SELECT coalesce(keys_codes.code, -1) AS owner, visit_id, min(told.place) AS place
    FROM (
        SELECT
            CASE
                WHEN anonymous_id IS NOT NULL THEN 0
                WHEN user_id IS NOT NULL THEN 4
                WHEN email IS NOT NULL THEN 3
                WHEN phone IS NOT NULL THEN 2
                ELSE 1
            END::UTINYINT AS kind,
            coalesce(anonymous_id, user_id, email, phone, order_id) AS word,
            visit_id,
            min(place) AS place
        FROM staged
        WHERE visit_id IS NOT NULL
        GROUP BY ALL
    ) AS told
    LEFT JOIN keys_codes USING (kind, word)
    GROUP BY ALL
)
LEFT JOIN visits AS known USING (owner, visit_id);
INSERT INTO visits SELECT code, owner, visit_id FROM visits_codes WHERE fresh ORDER BY code
