"""Collect: the write side. How outside files (`files`, `columns`, `logs`) and live events (`live`) become event batches."""
