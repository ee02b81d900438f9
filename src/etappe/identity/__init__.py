"""Identity: which keys are the same person, which persons one account."""
