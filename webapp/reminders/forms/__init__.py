"""What is typed about reminders, and what addresses ask for."""

from webapp.reminders.forms.asking import params, wanted
from webapp.reminders.forms.reminders import NewReminderForm
from webapp.reminders.forms.types import ReminderTypeForm
