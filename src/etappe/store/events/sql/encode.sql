-- {table}_codes: the batch's words of one dictionary with their numbers: known, or next in order of appearance.
CREATE OR REPLACE TEMP TABLE {table}_codes AS
SELECT
    batch.*,
    known.code IS NULL AS fresh,
    coalesce(
        known.code,
        (SELECT count(*) FROM {table}) + {start} - 1
            + row_number() OVER (PARTITION BY known.code IS NULL ORDER BY place)
    )::INTEGER AS code
FROM (
    SELECT {columns}, min(place) AS place FROM staged WHERE coalesce({columns}) IS NOT NULL GROUP BY {columns}
) AS batch
LEFT JOIN {table} AS known ON {match};
INSERT INTO {table} SELECT code, {columns} FROM {table}_codes WHERE fresh ORDER BY code
