-- The staged rows with numbers instead of words. Words in braces become the number's expression.
INSERT INTO events
SELECT
    $first_seq + s.place,
    s.event_id,
    s.occurred_us,
    s.received_us,
    {names},
    coalesce({user_id}, {email}, {phone}, {anonymous_id}, {order_id}, -1),
    coalesce({anonymous_id}, -1),
    coalesce({order_id}, -1),
    coalesce({phone}, -1),
    coalesce({email}, -1),
    coalesce({user_id}, -1),
    {accounts},
    {visits},
    {pages},
    {titles},
    {referrers},
    {origins},
    {contexts},
    {products},
    {sources},
    {currencies},
    s.flags,
    s.value,
    s.properties
FROM staged AS s
{joins}
-- Joins let row order go; the file keeps it, so that scans by seq are cheap.
ORDER BY s.place
