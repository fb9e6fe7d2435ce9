"""The pages of batches."""

from webapp.batches.routes import criteria, lists, one
from webapp.batches.routes.blueprint import bp
