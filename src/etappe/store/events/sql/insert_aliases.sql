INSERT INTO aliases
SELECT events.seq, events.occurred_us, events.key, staged.previous_id
FROM staged
JOIN events ON events.seq = $first_seq + staged.place
WHERE staged.previous_id IS NOT NULL AND events.seq >= $first_seq
ORDER BY events.seq
