"""What one must know to call clients: the queue, the one who is open, what was said before."""
