SELECT code, kind, word
FROM keys
WHERE word IN (SELECT unnest($words))
ORDER BY kind DESC, code
