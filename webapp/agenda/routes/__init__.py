"""The pages of the agenda."""

from webapp.agenda.routes import booking, days, leaving, settings
from webapp.agenda.routes.blueprint import bp
