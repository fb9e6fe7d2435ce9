"""The pages of reminders."""

from webapp.reminders.routes import act_texts, answers, changing, listing, types, views
from webapp.reminders.routes.blueprint import bp
