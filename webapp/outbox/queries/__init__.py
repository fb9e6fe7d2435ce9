"""What the pages of the outbox need."""
