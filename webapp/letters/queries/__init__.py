"""Whom letters, labels and the printer's file are for, and how far a print run is."""
