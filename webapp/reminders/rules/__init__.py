"""The lives of a reminder."""
