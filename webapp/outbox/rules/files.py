"""Files in the data directory that nobody may open for another purpose, or remove."""

JOURNAL = "outbox.journal"  # beside the database: what left
MARKER = "outbox.place-"  # beside them, and a counter: where they are at home (rules.places)
LOCK = "sender.lock"  # who holds it sends
