"""The next appointment of each animal, for the wordings that tell of it."""

from collections.abc import Iterable
from datetime import date, datetime

from webapp import clock, db, filters, here
from webapp.message_templates.rules.recipients import Expected
from webapp.models.agenda import COMING

# The first of each animal stands last, and is the one that is kept.
_FOUND = f"""SELECT appointment.animal_id, appointment.starts_at, appointment.minutes,
    coalesce(kind.name_fr, ''), coalesce(kind.name_en, ''),
    coalesce(who.name, ''), coalesce(who.is_room, 0), coalesce(who.email, ''), coalesce(who.phone, '')
FROM appointment LEFT JOIN appointment_type AS kind ON kind.id = appointment.type_id
LEFT JOIN veterinarian AS who ON who.id = appointment.veterinarian_id
WHERE appointment.starts_at >= :since AND appointment.status IN {COMING} AND appointment.missing_at IS NULL
ORDER BY appointment.starts_at DESC, appointment.id DESC"""


class Coming:
    """All appointments to come, found in one statement when the first of them is asked for."""

    def __init__(self) -> None:
        self._found: dict[date, dict[int, Expected]] = {}

    def of(self, animals: Iterable[int | None], today: date) -> Expected | None:
        """The first one that any of these animals has from that day on."""
        if today not in self._found:
            self._found[today] = _from(today)
        found = self._found[today]
        return min((found[each] for each in animals if each in found), key=lambda each: each.at, default=None)


def _from(today: date) -> dict[int, Expected]:
    since = clock.day_bounds(today, here.zone())[0]
    return {
        animal: Expected(
            here.local(datetime.fromisoformat(at)).replace(tzinfo=None), minutes, fr, en, name, bool(room), email,
            filters.phone(phone),
        )
        for animal, at, minutes, fr, en, name, room, email, phone in db.rows(_FOUND, {"since": db.instant_text(since)})
    }  # fmt: skip
