"""The pages of the catalogue."""

from webapp.catalogue.routes import categories, items, many
from webapp.catalogue.routes.blueprint import bp
