"""App: builds everything once and hands it to the doors."""
