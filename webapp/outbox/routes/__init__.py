"""The pages of outbox."""

from __future__ import annotations

from webapp.outbox.routes import listing, messages, sending, testing
from webapp.outbox.routes.blueprint import bp
