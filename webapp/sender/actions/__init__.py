"""What the clock does: one sender at a time, over every channel that leaves by itself."""
