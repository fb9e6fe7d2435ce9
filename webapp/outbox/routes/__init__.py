"""The pages of outbox."""

from __future__ import annotations

from webapp.clinic import queries as clinic_queries
from webapp.clinic.queries import soundness
from webapp.outbox.queries import overview
from webapp.outbox.queries import soundness as ledger
from webapp.outbox.routes import listing, messages, sending, settings, suppressions
from webapp.outbox.routes.blueprint import bp

__all__ = ["bp", "listing", "messages", "sending", "settings", "suppressions"]

clinic_queries.rows.append(overview.settings_rows)
soundness.more.append(ledger.faults)
