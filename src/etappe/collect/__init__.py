"""Collect: the write side. How outside files become event batches."""
