-- further: the events that have the property, with its value as text.
CREATE OR REPLACE TEMP TABLE further AS
SELECT seq, {expression} AS word FROM events WHERE word IS NOT NULL;
CREATE OR REPLACE TEMP TABLE further_words AS
SELECT word, (row_number() OVER (ORDER BY first_seq))::UINTEGER AS code
FROM (SELECT word, min(seq) AS first_seq FROM further GROUP BY word)
