"""The pages of batches."""

from __future__ import annotations

from webapp.batches.routes import criteria, files, lots, many, one, parts, who
from webapp.batches.routes.blueprint import bp
