-- What the events told of these keys (table `wanted`): with whom each stood, whose address was proved, which aliases.
WITH alias AS (
{alias}
)
SELECT key_a, key_b, min(occurred_us) AS occurred_us, arg_min(seq, occurred_us) AS seq, told
FROM (
    SELECT key_a, key_b, occurred_us, seq, 0::UTINYINT AS told FROM links
    UNION ALL
    SELECT key_a, key_b, verified_us, seq, 1 FROM links WHERE verified_us IS NOT NULL
    UNION ALL
    SELECT key_a, key_b, occurred_us, seq, 2 FROM alias
)
WHERE key_a IN (SELECT key FROM wanted) OR key_b IN (SELECT key FROM wanted)
GROUP BY key_a, key_b, told
ORDER BY key_a, occurred_us, key_b, told
