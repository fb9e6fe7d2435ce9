"""What the demonstration's team wrote into the files of those whom they call."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from webapp.dossiers import actions as dossiers
from webapp.models import Reminder, StaffMember
from webapp.reminders.queries import states

# Days ago, by whom, and what.
NOTES = (
    (21, "sophie.nadeau", "Nerveux dans la salle d’attente : le faire entrer par la porte arrière."),
    (9, "julie.belanger", "Travaille de nuit : appeler après 13 h."),
    (2, "anne.gagnon", "A demandé le prix du détartrage; devis remis."),
    (40, "emily.clark", "Prefers to be called by his wife’s number in summer."),
)


def add(*, today: date, now: datetime, people: Mapping[str, StaffMember]) -> None:
    """A note each for the first of those who are to be called."""
    due = Reminder.select(Reminder.client).where(states.TO_DO, Reminder.due_on <= today)
    clients = due.group_by(Reminder.client).order_by(Reminder.client)
    for reminder, (days, login, text) in zip(clients, NOTES, strict=False):
        dossiers.note(client_id=reminder.client_id, text=text, now=now - timedelta(days=days), by=people[login])
