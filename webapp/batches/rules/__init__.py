"""What a batch is made of, without asking the database."""
