-- keys_codes: the batch's keys with their numbers, known or next. Within a row the weakest kind comes first.
CREATE OR REPLACE TEMP TABLE keys_codes AS
SELECT
    kind,
    word,
    place,
    known.code IS NULL AS fresh,
    coalesce(
        known.code,
        (SELECT count(*) FROM keys) - 1 + row_number() OVER (PARTITION BY known.code IS NULL ORDER BY place)
    )::INTEGER AS code
FROM (
    SELECT kind, word, min(place) AS place
    FROM (
        SELECT 0::UTINYINT AS kind, anonymous_id AS word, 5 * place AS place FROM staged WHERE anonymous_id IS NOT NULL
        UNION ALL
        SELECT 1::UTINYINT, order_id, 5 * place + 1 FROM staged WHERE order_id IS NOT NULL
        UNION ALL
        SELECT 2::UTINYINT, phone, 5 * place + 2 FROM staged WHERE phone IS NOT NULL
        UNION ALL
        SELECT 3::UTINYINT, email, 5 * place + 3 FROM staged WHERE email IS NOT NULL
        UNION ALL
        SELECT 4::UTINYINT, user_id, 5 * place + 4 FROM staged WHERE user_id IS NOT NULL
    )
    GROUP BY kind, word
)
LEFT JOIN keys AS known USING (kind, word);
INSERT INTO keys SELECT code, kind, word, $first_seq + place // 5 FROM keys_codes WHERE fresh ORDER BY code
