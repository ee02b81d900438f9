INSERT INTO properties
SELECT word
FROM (SELECT DISTINCT unnest(json_keys(properties)) AS word FROM staged WHERE properties IS NOT NULL)
ANTI JOIN properties USING (word)
ORDER BY word
