SELECT
    CASE WHEN previous.kind <= other.kind THEN previous.code ELSE other.code END AS key_a,
    CASE WHEN previous.kind <= other.kind THEN other.code ELSE previous.code END AS key_b,
    aliases.occurred_us, aliases.seq, greatest(aliases.seq, previous.first_seq) AS changed_seq,
    least(previous.kind, other.kind) AS weaker, greatest(previous.kind, other.kind) AS stronger
FROM aliases
-- previous_id may be a device or a customer, and may become known long after the alias.
JOIN keys AS previous ON previous.word = aliases.previous_id AND previous.kind IN (0, 4)
JOIN keys AS other ON other.code = aliases.key
WHERE previous.code <> other.code
