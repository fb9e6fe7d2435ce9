"""Whom one has reached, what they were told and how, and whether they have booked since."""
