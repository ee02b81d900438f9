"""Events as they arrive: decoded and checked before the journal, taken through the named steps behind it."""
