"""The pages of message_templates."""

from __future__ import annotations

from webapp.clinic import queries as clinic_queries
from webapp.message_templates.routes import editing, gallery, greeting, versions
from webapp.message_templates.routes.blueprint import bp

clinic_queries.rows.append(greeting.settings_rows)

__all__ = ["bp", "editing", "gallery", "greeting", "versions"]
