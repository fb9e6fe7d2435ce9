"""What the pages and commands of mailings ask the database."""
