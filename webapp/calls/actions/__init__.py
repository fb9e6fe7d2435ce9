"""Calling clients, and writing down what came of it."""
