-- With which of the shop's write keys an event came: a word of its context, so that it costs no event a byte. None: a file.
ALTER TABLE contexts ADD COLUMN write_key VARCHAR;
-- And what was not kept; 0: a key that is not known.
ALTER TABLE rejections ADD COLUMN write_key INTEGER DEFAULT 0;
