"""The pages of letters."""

from __future__ import annotations

from webapp.letters.routes.blueprint import bp

__all__ = ["bp"]
