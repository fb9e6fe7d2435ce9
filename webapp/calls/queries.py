"""What was said to a client, how often in vain, and who is calling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from webapp import db
from webapp.calls import rules
from webapp.models import Calling, Contact, StaffMember


@dataclass(frozen=True)
class Held:
    """Who calls a client, since when."""

    member_id: int
    name: str
    since: datetime


def last(client_id: int, most: int) -> Sequence[Contact]:
    """The last contacts that were not taken back, the newest first, each with who it was by."""
    found = Contact.select(Contact, StaffMember.id, StaffMember.name)
    found = found.join(StaffMember, JOIN.LEFT_OUTER, on=Contact.by)
    found = found.where(Contact.client == client_id, Contact.undone_at.is_null())
    return list(found.order_by(Contact.at.desc(), Contact.id.desc()).limit(most))


# SQL: of some reminders (:ids), how often one called in vain since somebody was reached about each, and when last.
_IN_VAIN = f"""
SELECT about.reminder_id, count(*), max(contact.at) FROM contact_reminder AS about
CROSS JOIN contact ON contact.id = about.contact_id
WHERE about.reminder_id IN (SELECT value FROM json_each(:ids)) AND contact.undone_at IS NULL
  AND contact.result IN {rules.UNANSWERED}
  AND NOT EXISTS (
    SELECT 1 FROM contact_reminder AS other CROSS JOIN contact AS reached ON reached.id = other.contact_id
    WHERE other.reminder_id = about.reminder_id AND reached.undone_at IS NULL
      AND reached.result NOT IN {rules.UNANSWERED} AND reached.result <> '{rules.WRONG_NUMBER}'
      AND reached.at > contact.at)
GROUP BY about.reminder_id"""


@dataclass(frozen=True)
class InVain:
    """How often one called about a reminder in vain, and when last."""

    times: int
    last_at: datetime

    @property
    def is_enough(self) -> bool:
        """Whether one had better write."""
        return self.times >= rules.MOST_UNANSWERED


def in_vain(reminder_ids: Sequence[int]) -> dict[int, InVain]:
    """Of those of them about which one called in vain; one statement."""
    found = db.rows(_IN_VAIN, {"ids": db.ids(reminder_ids)})
    return {reminder: InVain(times, datetime.fromisoformat(at)) for reminder, times, at in found}


def held(client_ids: Sequence[int], now: datetime) -> dict[int, Held]:
    """Who is calling which of these clients; one statement."""
    found = Calling.select(Calling, StaffMember.id, StaffMember.name).join(StaffMember)
    found = found.where(Calling.client << list(client_ids), Calling.until > now)
    return {each.client_id: Held(each.member_id, each.member.name, each.since) for each in found}
