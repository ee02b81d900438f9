-- What arrived under an id that stands for another event already.
SELECT
    part,
    received_us,
    coalesce(source, '') AS source,
    json_object(
        'event_id', event_id, 'name', name, 'occurred_us', occurred_us, 'order_id', order_id, 'value', value,
        'currency', currency, 'path', path
    )::VARCHAR AS sample
FROM staged
WHERE place IN (SELECT unnest($places))
ORDER BY place
