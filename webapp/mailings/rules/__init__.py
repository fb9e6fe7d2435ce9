"""What mailings decide: waves, progress, words."""
