-- Keys with sealed originals that no event since $before carries in any place.
SELECT DISTINCT key FROM sealed
WHERE key NOT IN (
    SELECT unnest([key, anonymous_key, order_key, phone_key, email_key, user_key])
    FROM events
    WHERE occurred_us >= $before
)
ORDER BY key
