"""Paper: letters, cards and labels as PDF, and the file for the printer’s shop."""
