"""What pages and commands show of imports."""
