"""The pages of reminders."""

from webapp.reminders.routes import answers, changing, listing, types
from webapp.reminders.routes.blueprint import bp
