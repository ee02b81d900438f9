-- Which secret the hashes of e-mail addresses and phone numbers were last made anew with, as a digest of it; at most one row.
CREATE TABLE hashing (mark VARCHAR NOT NULL);
