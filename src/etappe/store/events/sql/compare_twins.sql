-- Whether each twin's content differs from that of the event it repeats. The words of both are compared.
SELECT
    twins.place,
    (
        s.occurred_us, s.value, s.properties, s.currency, s.visit_id, s.anonymous_id, s.order_id, s.phone,
        s.email, s.user_id, s.name, s.source, s.account_id, s.product_id, s.title, s.referrer, s.host, s.path,
        s.device, s.browser, s.country, s.language, s.staff, s.consent, s.channel, s.utm_source, s.utm_medium,
        s.utm_campaign, s.utm_term, s.utm_content, s.click_id, s.previous_id, s.flags & 8
    ) IS DISTINCT FROM (
        e.occurred_us, e.value, e.properties, currencies.currency, visits.visit_id, anonymous.word,
        orders.word, phones.word, emails.word, users.word, names.name, sources.source, accounts.account_id,
        products.product_id, titles.title, referrers.referrer, pages.host, pages.path, contexts.device,
        contexts.browser, contexts.country, contexts.language, contexts.staff, contexts.consent,
        origins.channel, origins.utm_source, origins.utm_medium, origins.utm_campaign, origins.utm_term,
        origins.utm_content, origins.click_id, aliases.previous_id, e.flags & 8
    ) AS differs
FROM twins
JOIN staged AS s ON s.place = twins.place
JOIN events AS e ON e.seq = twins.seq
LEFT JOIN aliases ON aliases.seq = e.seq
LEFT JOIN names ON names.code = e.name
LEFT JOIN sources ON sources.code = e.source
LEFT JOIN currencies ON currencies.code = e.currency
LEFT JOIN accounts ON accounts.code = e.account
LEFT JOIN products ON products.code = e.product
LEFT JOIN titles ON titles.code = e.title
LEFT JOIN referrers ON referrers.code = e.referrer
LEFT JOIN pages ON pages.code = e.page
LEFT JOIN contexts ON contexts.code = e.context
LEFT JOIN origins ON origins.code = e.origin
LEFT JOIN visits ON visits.code = e.visit
LEFT JOIN keys AS anonymous ON anonymous.code = e.anonymous_key
LEFT JOIN keys AS orders ON orders.code = e.order_key
LEFT JOIN keys AS phones ON phones.code = e.phone_key
LEFT JOIN keys AS emails ON emails.code = e.email_key
LEFT JOIN keys AS users ON users.code = e.user_key
UNION ALL
SELECT
    twins.place,
    (
        s.occurred_us, s.value, s.properties, s.currency, s.visit_id, s.anonymous_id, s.order_id, s.phone,
        s.email, s.user_id, s.name, s.source, s.account_id, s.product_id, s.title, s.referrer, s.host, s.path,
        s.device, s.browser, s.country, s.language, s.staff, s.consent, s.channel, s.utm_source, s.utm_medium,
        s.utm_campaign, s.utm_term, s.utm_content, s.click_id, s.previous_id, s.flags & 8
    ) IS DISTINCT FROM (
        earlier.occurred_us, earlier.value, earlier.properties, earlier.currency, earlier.visit_id,
        earlier.anonymous_id, earlier.order_id, earlier.phone, earlier.email, earlier.user_id, earlier.name,
        earlier.source, earlier.account_id, earlier.product_id, earlier.title, earlier.referrer, earlier.host,
        earlier.path, earlier.device, earlier.browser, earlier.country, earlier.language, earlier.staff,
        earlier.consent, earlier.channel, earlier.utm_source, earlier.utm_medium, earlier.utm_campaign,
        earlier.utm_term, earlier.utm_content, earlier.click_id, earlier.previous_id, earlier.flags & 8
    )
FROM twins
JOIN staged AS s ON s.place = twins.place
JOIN staged AS earlier ON earlier.place = twins.first_place
WHERE twins.seq = -1
ORDER BY place
