"""What the pages about reminders need."""
