"""What animals and clients are due for: types, the to-do list, and what became of each reminder."""
