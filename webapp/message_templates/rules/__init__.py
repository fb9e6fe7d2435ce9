"""Wording: the tags and what they say, French and English grammar, the frame of a message, and its checks. All pure."""
