"""Whoever was reached and has not answered is contacted once more, another way."""
