"""How the demonstration's team shares its calls: some are somebody's, and two views have a name."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from webapp.models import Reminder, Species, StaffMember, StaffSession
from webapp.reminders.actions import handling, views
from webapp.reminders.queries import states

WHOSE = ("anne.gagnon", "sophie.nadeau", "anne.gagnon", "emily.clark")


def add(*, today: date, now: datetime, people: Mapping[str, StaffMember]) -> None:
    """The last of what is due today are given out; cats are everybody's view, and whom Anne calls in English hers."""
    due = Reminder.select(Reminder.id).where(states.TO_DO, Reminder.due_on <= today)
    manager = people["anne.gagnon"]
    for reminder, login in zip(due.order_by(Reminder.due_on.desc(), Reminder.id), WHOSE, strict=False):
        handling.assign(reminder_ids=[reminder.id], member=people[login], now=now, by=manager)
    yesterday = now - timedelta(days=1)
    for login, each in people.items():  # all were here: the summary of the day says what happened since
        StaffSession.create(token_hash=f"yesterday {login}", member=each, by_password=True, started_at=yesterday,
                            last_seen_at=yesterday, ended_at=yesterday)  # fmt: skip
    cats = Species.get(Species.code == "FEL")
    saved: Any = {"now": now, "by": manager}
    views.save(
        name="Chats d’ici 14 jours", asked={"when": "fortnight", "species": str(cats.id)}, everybody=True, **saved
    )
    views.save(name="En anglais", asked={"language": "en"}, everybody=False, **saved)
