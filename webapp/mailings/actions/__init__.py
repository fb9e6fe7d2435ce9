"""What is done to mailings: approved, stopped, tried on oneself."""
