"""Through what messages leave: accounts of channels, their hours, limits and rest; whether we can send at all."""
