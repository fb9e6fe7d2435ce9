"""The pages of the agenda."""

from webapp.agenda.routes import appointments, settings
from webapp.agenda.routes.appointments import bp
