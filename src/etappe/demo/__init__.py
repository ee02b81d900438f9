"""Demo: a shop whose truth is known."""
