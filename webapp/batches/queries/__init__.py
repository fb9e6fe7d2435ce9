"""What the pages and commands of batches ask the database."""
