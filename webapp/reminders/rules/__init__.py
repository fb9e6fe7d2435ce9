"""The lives of a reminder."""

from webapp.reminders.rules.lives import STATES, state
