"""Journeys: every person's touches in order, as memory-mapped columns in shards."""
