"""Benchmarks: the budgets of the design, measured beside DuckDB SQL in one run."""
