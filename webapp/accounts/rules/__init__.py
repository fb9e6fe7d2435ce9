"""What an account may do and when: pure, from rows and `now`."""
