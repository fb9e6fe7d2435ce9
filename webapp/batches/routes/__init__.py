"""The pages of batches."""

from __future__ import annotations

from webapp.batches.routes import files, lots, many, one, parts
from webapp.batches.routes.blueprint import bp

__all__ = ["bp", "files", "lots", "many", "one", "parts"]
