"""The pages of batches."""

from __future__ import annotations

from webapp.batches.routes import lots
from webapp.batches.routes.blueprint import bp

__all__ = ["bp", "lots"]
