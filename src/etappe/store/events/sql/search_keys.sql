SELECT code
FROM keys
WHERE (kind NOT IN (2, 3) AND starts_with(lower(word), $text))
    OR (kind = 3 AND word = $email)
    OR (kind = 2 AND word = $phone)
ORDER BY kind DESC, code
LIMIT $most
