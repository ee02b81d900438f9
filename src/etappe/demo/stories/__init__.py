"""The demo's stories: one file for each that is more than a share among the usual orders."""
