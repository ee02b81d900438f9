-- Keys of machines that also did what people do, and customer keys that are called as tests are.
SELECT key, 'bot' AS doubt
FROM events
WHERE key >= 0
GROUP BY key
HAVING count(*) FILTER (flags & 2 = 2) > 0 AND count(*) FILTER (flags & 2 = 0) > 0
UNION ALL
SELECT code, 'test'
FROM keys
WHERE kind IN (0, 4) AND regexp_matches(lower(word), $tests)
ORDER BY doubt, key
LIMIT $most
