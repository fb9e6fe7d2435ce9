"""The pages of mailings."""

from webapp.mailings.routes import mailings, wizard
from webapp.mailings.routes.blueprint import bp
