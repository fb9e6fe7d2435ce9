"""The pages of calls."""

from webapp.calls.routes import desk
from webapp.calls.routes.blueprint import bp
