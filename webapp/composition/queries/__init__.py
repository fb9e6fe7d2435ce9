"""From a batch to what its messages say. Nothing is written."""
