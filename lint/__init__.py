"""House rules that no ready linter knows, and the list of steps that `make check` runs."""
