-- Which phone keys are one number (table `same`: key, first), told anew for the keys in `anew` (code). An event carries
-- one number at most, so that a link between two of them can say nothing else. It tells of no arrival: who reads what
-- came after a row does not see it.
DELETE FROM links
WHERE key_a IN (SELECT code FROM keys WHERE kind = 2) AND key_b IN (SELECT code FROM anew);
INSERT INTO links
SELECT same.first, same.key, coalesce(min(events.occurred_us), 0), 0, 1, NULL
FROM same
LEFT JOIN events ON events.phone_key = same.key
GROUP BY same.first, same.key
