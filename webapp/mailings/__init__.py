"""Mailings: what is written to whom over which channel, in which waves, and how it went."""
