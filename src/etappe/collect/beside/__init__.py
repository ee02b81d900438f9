"""The steps done by a process beside the server: it has an interpreter, and so a processor, of its own."""
