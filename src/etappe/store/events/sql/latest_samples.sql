DELETE FROM rejection_samples
WHERE id IN (
    SELECT id
    FROM rejection_samples
    QUALIFY row_number() OVER (PARTITION BY reason ORDER BY id DESC) > $most
)
