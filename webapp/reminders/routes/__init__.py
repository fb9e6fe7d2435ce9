"""The pages of reminders."""

from __future__ import annotations

from webapp.reminders.routes import changing, listing, new, types
from webapp.reminders.routes.blueprint import bp
