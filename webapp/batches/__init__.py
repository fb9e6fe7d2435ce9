"""Batches: from criteria to a count, to numbered reminders; what a batch has given."""
