"""The minute tick."""
