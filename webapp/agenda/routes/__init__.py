"""The pages of the agenda."""

from __future__ import annotations

from webapp.agenda.routes import appointments, settings
from webapp.agenda.routes.appointments import bp
