"""What is due, and when the next thing may be."""
