"""The pages of calls."""

from webapp.calls.routes import caller, desk, settings, whose
from webapp.calls.routes.blueprint import bp
