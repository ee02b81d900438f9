"""Maps: the journey map drawn from data, as value, SVG and PNG."""
