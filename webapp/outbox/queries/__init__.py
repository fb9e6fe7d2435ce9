"""What the pages and the sender of the outbox need."""
