-- The staged rows with numbers instead of words, in their order.
INSERT INTO events
SELECT
    $first_seq + s.place,
    s.event_id,
    s.occurred_us,
    s.received_us,
    names_codes.code,
    coalesce(users.code, emails.code, phones.code, anonymous.code, orders.code, -1),
    coalesce(anonymous.code, -1),
    coalesce(orders.code, -1),
    coalesce(phones.code, -1),
    coalesce(emails.code, -1),
    coalesce(users.code, -1),
    coalesce(accounts_codes.code, 0),
    coalesce(visits_codes.code, -1),
    coalesce(pages_codes.code, 0),
    coalesce(titles_codes.code, 0),
    coalesce(referrers_codes.code, 0),
    coalesce(origins_codes.code, 0),
    coalesce(contexts_codes.code, 0),
    coalesce(products_codes.code, 0),
    coalesce(sources_codes.code, 0),
    coalesce(currencies_codes.code, 0),
    s.flags,
    s.value,
    s.properties
FROM staged AS s
LEFT JOIN names_codes ON names_codes.name = s.name
LEFT JOIN (SELECT word, code FROM keys_codes WHERE kind = 0) AS anonymous ON anonymous.word = s.anonymous_id
LEFT JOIN (SELECT word, code FROM keys_codes WHERE kind = 1) AS orders ON orders.word = s.order_id
LEFT JOIN (SELECT word, code FROM keys_codes WHERE kind = 2) AS phones ON phones.word = s.phone
LEFT JOIN (SELECT word, code FROM keys_codes WHERE kind = 3) AS emails ON emails.word = s.email
LEFT JOIN (SELECT word, code FROM keys_codes WHERE kind = 4) AS users ON users.word = s.user_id
LEFT JOIN accounts_codes ON accounts_codes.account_id = s.account_id
LEFT JOIN visits_codes
    ON visits_codes.visit_id = s.visit_id
    AND visits_codes.owner = coalesce(anonymous.code, users.code, emails.code, phones.code, orders.code, -1)
LEFT JOIN pages_codes
    ON pages_codes.host IS NOT DISTINCT FROM s.host
    AND pages_codes.path IS NOT DISTINCT FROM s.path
LEFT JOIN titles_codes ON titles_codes.title = s.title
LEFT JOIN referrers_codes ON referrers_codes.referrer = s.referrer
LEFT JOIN origins_codes
    ON origins_codes.channel IS NOT DISTINCT FROM s.channel
    AND origins_codes.utm_source IS NOT DISTINCT FROM s.utm_source
    AND origins_codes.utm_medium IS NOT DISTINCT FROM s.utm_medium
    AND origins_codes.utm_campaign IS NOT DISTINCT FROM s.utm_campaign
    AND origins_codes.utm_term IS NOT DISTINCT FROM s.utm_term
    AND origins_codes.utm_content IS NOT DISTINCT FROM s.utm_content
    AND origins_codes.click_id IS NOT DISTINCT FROM s.click_id
    AND origins_codes.referrer_host IS NOT DISTINCT FROM s.referrer_host
    AND origins_codes.host IS NOT DISTINCT FROM s.host
    AND origins_codes.source IS NOT DISTINCT FROM s.source
LEFT JOIN contexts_codes
    ON contexts_codes.device IS NOT DISTINCT FROM s.device
    AND contexts_codes.browser IS NOT DISTINCT FROM s.browser
    AND contexts_codes.country IS NOT DISTINCT FROM s.country
    AND contexts_codes.language IS NOT DISTINCT FROM s.language
    AND contexts_codes.staff IS NOT DISTINCT FROM s.staff
    AND contexts_codes.consent IS NOT DISTINCT FROM s.consent
LEFT JOIN products_codes ON products_codes.product_id = s.product_id
LEFT JOIN sources_codes ON sources_codes.source = s.source
LEFT JOIN currencies_codes ON currencies_codes.currency = s.currency
-- Joins let row order go; the file keeps it, so that scans by seq are cheap.
ORDER BY s.place
