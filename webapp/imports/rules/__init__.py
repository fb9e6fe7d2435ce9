"""What a file may say and what it means. Pure."""
