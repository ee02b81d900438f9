"""Jobs: the third door, the clock."""
