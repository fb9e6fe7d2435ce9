"""Codes of mailings in words."""

from typing import Any

from flask_babel import lazy_gettext as _

# Why a reminder is left out; what stands not here, the outbox has words for.
LEFT_OUT: dict[str, Any] = {
    "already_planned": _("A message about it is planned or on its way already"),
    "recently": _("Reached for the same thing in the last 30 days"),
    "rest": _("Written to a few days ago about another batch: left for later"),
    "prefers_other": _("The client prefers to be reached otherwise"),
    "no_wording": _("The template has no text in their language"),
}
STATES: dict[str, Any] = {
    "draft": _("Draft"),
    "approved": _("Planned"),
    "running": _("Under way"),
    "paused": _("Paused"),
    "cancelled": _("Cancelled"),
    "finished": _("Ended"),
}
