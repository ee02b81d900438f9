-- Rows have few different sets of keys: the sets are told apart first, then taken apart.
INSERT INTO properties
SELECT word
FROM (
    SELECT DISTINCT unnest(keys) AS word
    FROM (SELECT DISTINCT json_keys(properties) AS keys FROM {rows} WHERE properties IS NOT NULL)
)
ANTI JOIN properties USING (word)
ORDER BY word
