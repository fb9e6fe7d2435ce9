"""The outbox: every message that is planned, going, gone, failed or in doubt."""
