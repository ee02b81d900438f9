-- Rows that are numbers already, in the order of the table's columns and of their arrival.
INSERT INTO events SELECT * FROM numbered
