"""The pages of reminders."""

from __future__ import annotations

from webapp.reminders.routes.blueprint import bp

__all__ = ["bp"]
