"""What is done with a batch."""

from webapp.batches.actions.generating import Nobody, generate, refusal
