"""Columns: what the columns of a file mean, as told or as guessed, up to the plan that the store's file engine carries out."""
