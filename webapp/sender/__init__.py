"""The sender: the tick that claims what is due, lets it leave and writes down what became of it."""
