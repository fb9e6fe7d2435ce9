"""Which account sends, at which hours, and what keeps it from it."""
