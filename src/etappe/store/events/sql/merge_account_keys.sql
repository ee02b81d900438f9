-- The keys that the new rows name an account with: a pair keeps its earliest and its latest moment.
MERGE INTO account_keys AS known
USING (
    SELECT key, account, min(occurred_us) AS first_us, max(occurred_us) AS last_us
    FROM events
    WHERE seq >= $first_seq AND account > 0 AND key >= 0 AND flags & 7 = 0
    GROUP BY key, account
) AS batch
ON known.key = batch.key AND known.account = batch.account
WHEN MATCHED AND (batch.first_us < known.first_us OR batch.last_us > known.last_us)
    THEN UPDATE SET first_us = least(known.first_us, batch.first_us), last_us = greatest(known.last_us, batch.last_us)
WHEN NOT MATCHED
    THEN INSERT VALUES (batch.key, batch.account, batch.first_us, batch.last_us)
