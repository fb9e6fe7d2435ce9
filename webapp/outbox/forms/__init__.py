"""What the addresses and the forms of the outbox hold, as typed values."""
