"""The pages of batches."""

from webapp.batches.routes import criteria, files, lots, many, one, parts, who
from webapp.batches.routes.blueprint import bp
