"""What is done to reminders, by people and by the clock."""
