"""What is done to accounts: set up, opened, put to rest."""
