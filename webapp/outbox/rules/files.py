"""Files in the data directory that nobody may open for another purpose, or remove."""

JOURNAL = "outbox.journal"  # beside the database: what left
LOCK = "sender.lock"  # who holds it sends
