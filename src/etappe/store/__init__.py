"""Store: the waist. The only package that knows the databases (DuckDB for events, SQL for records)."""
