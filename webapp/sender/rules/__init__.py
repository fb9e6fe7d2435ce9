"""When something is tried again: pure."""
