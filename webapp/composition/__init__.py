"""Who needs what by which channel, why not, and what it says: one answer for e-mail, text messages, letters, labels."""
