"""The appointment book of last week and the next six, and which of the events became visits."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from webapp.demo.rules.care import AHEAD, DESK, Event
from webapp.demo.rules.data import Row, dice, numbered, table
from webapp.demo.rules.days import WEEKDAY_HOURS, Days, hours

PLANNED, CONFIRMED, ARRIVED, DONE, MISSED, CANCELLED = "planned", "confirmed", "arrived", "done", "missed", "cancelled"
BEHIND = 7  # days of past appointments
# Today's clock, for the demonstration: who came by the first was seen, by the second is in the waiting room (minutes).
SEEN_BY, HERE_BY = 10 * 60, 10 * 60 + 45

VETERINARIANS = ("Dre Anne Gagnon", "Dr Luc Bélanger", "Dre Mélanie Côté", "Dr Philippe Lussier", "Technicienne")
TECHNICIAN = len(VETERINARIANS)
TYPES = {row.key: row for row in numbered(table("appointment_types", minutes=int))}
MORNING = ("surgery", "dental")


class Seen(NamedTuple):
    """An event that took place, and who saw the animal (None: bought at the desk)."""

    event: Event
    veterinarian_id: int | None


class Book:
    """Fills the days, four columns of quarters of an hour, and says what took place."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance = dice(seed, "diary")
        self.leaving = dice(seed, "leaving")
        self.last: dict[int, date] = {}  # visit of each household
        self.days = days
        self.appointments: list[Row] = []
        self.taken: set[tuple[date, int, int]] = set()
        self.families: dict[tuple[date, int], tuple[int, int]] = {}

    def fill(self, events: list[Event]) -> list[Seen]:
        """Book what is near today, in the order of the days; what took place comes back."""
        seen: list[Seen] = []
        by_day: dict[date, list[Event]] = defaultdict(list)
        for event in events:
            by_day[event.day].append(event)
        for day in sorted(by_day):
            for event in sorted(by_day[day], key=lambda event: not event.wanted):
                veterinarian = self.take(event)
                if veterinarian is not False:
                    seen.append(Seen(event, veterinarian))
                    if veterinarian is not None:
                        self.last[event.patient.owner.row.id] = day
        self.appointments.sort(key=lambda row: (row.starts_at, row.veterinarian_id))
        for row in numbered(self.appointments):
            row.number = str(700_000 + row.id)
        return seen

    def take(self, event: Event) -> int | bool | None:
        """Who saw the animal, None where nobody had to; False if it did not come, or will only come."""
        if event.type == DESK:
            return None
        near = self.days.ago(BEHIND) <= event.day
        if not near or (event.day < self.days.today and event.type == "urgent"):
            return self.of_the_day(event)[0]
        if event.day > self.days.today and not self.is_booked(event):
            return False
        veterinarian, minute = self.slot(event)
        status = self.status(event, minute)
        start = self.days.at(event.day, minute // 60, minute % 60)
        self.appointments.append(self.row(event, start, veterinarian, status))
        return veterinarian if status == DONE else False

    def is_booked(self, event: Event) -> bool:
        """Whether what is due on a day to come already stands in the book: the farther, the less."""
        if event.wanted:
            return True
        ahead = (event.day - self.days.today).days
        if event.type == "urgent":
            return False
        return self.chance.random() < max(0.25, 1 - ahead / (AHEAD * 1.3))

    def of_the_day(self, event: Event) -> list[int]:
        """Who works that day, drawn by lot, whoever should see this animal first."""
        if event.type == "technician":
            return [TECHNICIAN]
        off = event.day.toordinal() % 4 + 1
        working = [n for n in range(1, TECHNICIAN) if n != off]
        if event.day.weekday() >= 5:
            working = working[: 2 if event.day.weekday() == 5 else 1]
        self.chance.shuffle(working)
        return working

    def slot(self, event: Event) -> tuple[int, int]:
        """Whom and at what minute of the day: operations first thing, the rest wherever there is room."""
        opening = hours(event.day) or WEEKDAY_HOURS
        first, last = opening[0] * 60, opening[1] * 60 - TYPES[event.type].minutes
        minutes = [m for m in range(first, last + 1, 15) if event.day.weekday() >= 5 or not 11 * 60 + 45 < m < 13 * 60]
        if event.type not in MORNING:
            self.chance.shuffle(minutes)
            # Few stand on the quarter before or after the hour.
            minutes.sort(key=lambda m: m % 30 != 0)
        if event.wanted and event.day == self.days.today:
            minutes.sort(key=lambda m: m < HERE_BY)
        choices = [(veterinarian, minute) for veterinarian in self.of_the_day(event) for minute in minutes]
        family = (event.day, event.patient.owner.row.id)
        if family in self.families and self.families[family][1] in minutes:
            choices.insert(0, self.families[family])  # two of one household come one after the other
        for veterinarian, minute in choices:
            ends = minute + TYPES[event.type].minutes
            cells = {(event.day, veterinarian, quarter) for quarter in range(minute, ends, 15)}
            if not cells & self.taken:
                self.taken |= cells
                self.families[family] = (veterinarian, ends)
                return veterinarian, minute
        return choices[-1]

    def status(self, event: Event, minute: int) -> str:
        """What became of it, or is to be expected."""
        roll, ahead = self.chance.random(), (event.day - self.days.today).days
        opening = hours(event.day) or WEEKDAY_HOURS
        seen_by = max(SEEN_BY, opening[0] * 60 + 60)
        if ahead < 0 or (ahead == 0 and minute < seen_by):
            return DONE if roll < 0.9 or event.wanted else MISSED if roll < 0.95 else CANCELLED
        if ahead == 0:
            if minute < seen_by + HERE_BY - SEEN_BY and roll < 0.8:
                return ARRIVED
            return CONFIRMED if roll < 0.72 else PLANNED if roll < 0.96 or event.wanted else CANCELLED
        sure = {1: 0.55, 2: 0.35}.get(ahead, 0.08)
        if roll > 0.97 and not event.wanted:
            return CANCELLED
        return CONFIRMED if roll < sure else PLANNED

    def row(self, event: Event, start: datetime, veterinarian: int, status: str) -> Row:
        """An appointment's row, for as many minutes as its type takes."""
        row = Row(animal_id=event.patient.row.id, starts_at=start, veterinarian_id=veterinarian, status=status)
        row.minutes, row.type_id = TYPES[event.type].minutes, TYPES[event.type].id
        row.reason = event.reason
        row.made_at = self.made(event)
        return row

    def made(self, event: Event) -> datetime:
        """When it was booked: half of them as the household left from its last visit, else some days before."""
        last, yesterday = self.last.get(event.patient.owner.row.id), self.days.ago(1)
        if last and last < event.day and (event.day - last).days < 200 and self.leaving.random() < 0.5:
            return self.days.at(min(last, yesterday), 16)
        ahead = timedelta(days=self.leaving.randint(2, 25))
        return self.days.at(min(event.day - ahead, yesterday), self.leaving.randint(8, 16))


def visits(seen: list[Seen]) -> list[Row]:
    """What took place, as rows."""
    rows = [
        Row(animal_id=event.patient.row.id, visited_on=event.day, reason=event.reason, veterinarian_id=veterinarian)
        for event, veterinarian in seen
        if veterinarian is not None
    ]
    for row in numbered(rows):
        row.number = str(500_000 + row.id)
    return rows
