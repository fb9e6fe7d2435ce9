"""The format "blocks": what a message is made of, and how each block stands in an e-mail, on paper, in plain text."""
