"""API: the HTTP door. Thin: reads a question, calls one function, returns its answer."""
