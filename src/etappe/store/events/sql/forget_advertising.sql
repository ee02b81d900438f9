DELETE FROM advertising
WHERE (day, source, medium, channel, campaign) IN (SELECT (day, source, medium, channel, campaign) FROM figures)
