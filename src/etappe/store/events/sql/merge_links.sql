-- Every weaker key of a row is linked with the row's strongest; a pair keeps its earliest moment, and the earliest
-- at which the e-mail address was proved.
MERGE INTO links
USING (
    WITH told AS (
        SELECT
            seq, occurred_us, order_key, phone_key, email_key,
            -- Staff act for a customer on a device of their own: it is nobody's.
            CASE WHEN flags & 1 = 1 THEN -1 ELSE anonymous_key END AS anonymous_key,
            CASE WHEN flags & 8 = 8 THEN occurred_us END AS verified_us,
            CASE
                WHEN user_key >= 0 THEN user_key
                WHEN email_key >= 0 THEN email_key
                WHEN phone_key >= 0 THEN phone_key
                ELSE order_key
            END AS strongest
        FROM events
        WHERE seq >= $first_seq
    ),
    pairs AS (
        SELECT anonymous_key AS key_a, strongest AS key_b, occurred_us, seq, NULL::BIGINT AS verified_us FROM told
        UNION ALL
        SELECT order_key, strongest, occurred_us, seq, NULL FROM told
        UNION ALL
        SELECT phone_key, strongest, occurred_us, seq, NULL FROM told
        UNION ALL
        SELECT email_key, strongest, occurred_us, seq, verified_us FROM told
    )
    SELECT
        key_a, key_b, min(occurred_us) AS occurred_us, min(seq) AS seq, min(verified_us) AS verified_us
    FROM pairs
    WHERE key_a >= 0 AND key_b >= 0 AND key_a <> key_b
    GROUP BY key_a, key_b
) AS batch
ON links.key_a = batch.key_a AND links.key_b = batch.key_b
WHEN MATCHED AND (
    batch.occurred_us < links.occurred_us
    OR batch.verified_us < links.verified_us
    OR (batch.verified_us IS NOT NULL AND links.verified_us IS NULL)
)
    THEN UPDATE SET
        occurred_us = least(links.occurred_us, batch.occurred_us),
        verified_us = least(links.verified_us, batch.verified_us),
        changed_seq = batch.seq
WHEN NOT MATCHED
    THEN INSERT VALUES (batch.key_a, batch.key_b, batch.occurred_us, batch.seq, batch.seq, batch.verified_us)
