"""Base: clock, durations, money, ids, errors, settings, messages, heavy loading. Knows no other layer."""
