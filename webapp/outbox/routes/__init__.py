"""The pages of outbox."""

from webapp.outbox.routes import messages, sending
from webapp.outbox.routes.blueprint import bp
