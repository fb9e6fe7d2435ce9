"""What is done with a batch."""

from webapp.batches.actions.making import Nobody, generate, refusal
