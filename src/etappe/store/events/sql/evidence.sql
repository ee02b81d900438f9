-- The first event of each moment (table `asked`: place, key_a, key_b, occurred_us) in which both keys stood.
SELECT asked.place, min(events.seq) AS seq
FROM asked
JOIN events ON events.occurred_us = asked.occurred_us
WHERE asked.key_a IN (anonymous_key, order_key, phone_key, email_key, user_key)
    AND asked.key_b IN (anonymous_key, order_key, phone_key, email_key, user_key)
GROUP BY asked.place
