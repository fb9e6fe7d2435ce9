"""The pages of mailings."""

from __future__ import annotations

from webapp.mailings.routes import mailings, wizard
from webapp.mailings.routes.blueprint import bp
