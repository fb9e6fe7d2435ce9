"""The pages of outbox."""

from webapp.outbox.routes import listing, messages, sending, testing
from webapp.outbox.routes.blueprint import bp
