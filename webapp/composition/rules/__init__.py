"""Pure: candidates in, groups out."""
