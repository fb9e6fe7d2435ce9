"""The whole clinic from a seed and a day: the same arguments give the same rows."""

from datetime import date
from zoneinfo import ZoneInfo

from webapp.demo.rules import aftermath, diary, patients, people
from webapp.demo.rules.care import STERILISED, Care
from webapp.demo.rules.data import Row, dice, numbered
from webapp.demo.rules.days import Days
from webapp.demo.rules.shop import CATEGORIES, Shop


def clinic(*, seed: int, clients: int, today: date, zone: ZoneInfo) -> Row:
    """Everything that the demonstration shows, around this day at the clinic: the rows of each table."""
    days = Days(today, zone)
    clientele = people.Clientele(seed, days)
    drafts = clientele.everyone(clients)
    animals = patients.Patients(seed, days).everyone(drafts)
    care = Care(dice(seed, "care"), days)
    events = [event for patient in animals for event in care.life(patient)]
    events.sort(key=lambda event: (event.day, event.patient.row.client_id, event.patient.row.id))
    book = diary.Book(seed, days)
    seen = book.fill(events)
    for one in seen:
        if one.event.reason in STERILISED:
            one.event.patient.row.sterile = True
    shop = Shop(today, days.at(days.ago(2000), 9), days.at(date(today.year - 1, 7, 1), 9))
    rows = Row(
        clients=[draft.row for draft in drafts],
        contacts=people.contacts(seed, drafts, clientele.numbers),
        animals=[patient.row for patient in animals],
        ownerships=patients.ownerships(animals),
        categories=list(CATEGORIES.values()),
        items=shop.items,
        sales=shop.sales(seed, seen),
        veterinarians=numbered(Row(name=name) for name in diary.VETERINARIANS),
        visits=diary.visits(seen),
        appointment_types=list(diary.TYPES.values()),
        appointments=book.appointments,
        history=aftermath.history(seed, days, drafts, animals),
        corrections=aftermath.corrections(days, drafts, animals),
    )
    aftermath.imports(days, rows)
    return rows
