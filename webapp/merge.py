"""Filling merge tags."""
