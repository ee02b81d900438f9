-- Which account the keys of events that were deleted name by what is left of them. Given: gone_pairs (key, account).
DELETE FROM account_keys
WHERE EXISTS (FROM gone_pairs WHERE gone_pairs.key = account_keys.key AND gone_pairs.account = account_keys.account);
INSERT INTO account_keys
SELECT key, account, min(occurred_us), max(occurred_us)
FROM events JOIN gone_pairs USING (key, account)
WHERE flags & 7 = 0
GROUP BY key, account
