"""CLI: the door of the terminal."""
