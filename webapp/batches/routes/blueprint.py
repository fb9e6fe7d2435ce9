"""Where the pages of batches hang."""

from flask import Blueprint

from webapp.batches.queries import words

bp = Blueprint("batches", __name__)

bp.add_app_template_filter(words.stands, "reminder_in_batch")
bp.add_app_template_filter(words.STATES.__getitem__, "reminders_state")
