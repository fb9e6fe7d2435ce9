"""The lives of a reminder."""

from __future__ import annotations

from webapp.reminders.rules.lives import STATES, state
