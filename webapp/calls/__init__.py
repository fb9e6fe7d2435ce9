"""Calling clients: what came of each call, who is calling whom, when to call again."""
