"""The pages of mailings."""

from webapp.mailings.routes import doubts, mailings, trying, wizard
from webapp.mailings.routes.blueprint import bp
