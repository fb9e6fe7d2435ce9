"""How a finished message leaves: a folder a channel."""
