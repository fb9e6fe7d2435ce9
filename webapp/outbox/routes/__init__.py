"""The pages of outbox."""

from __future__ import annotations

from webapp.outbox.routes.blueprint import bp

__all__ = ["bp"]
