"""Events: the words. What a shop event is, its touchpoints, channels and stage models."""
