"""What is done with letters: planned, drawn, posted; and taken back."""
