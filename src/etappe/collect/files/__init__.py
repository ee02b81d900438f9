"""Files: a file's bytes become pieces of clean rows, whatever it is written in; a malformed row is set aside."""
