"""What is done with a batch."""

from __future__ import annotations

from webapp.batches.actions.generating import Nobody, generate, refusal
