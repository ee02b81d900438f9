-- The domains of the batch's e-mail addresses by key; a key's domain never changes.
INSERT INTO email_domains
SELECT DISTINCT keys_codes.code, domains_codes.code
FROM (SELECT DISTINCT email, email_domain FROM staged WHERE email IS NOT NULL AND email_domain IS NOT NULL) AS told
JOIN keys_codes ON keys_codes.kind = 3 AND keys_codes.word = told.email
JOIN domains_codes USING (email_domain)
WHERE keys_codes.code NOT IN (SELECT key FROM email_domains)
