"""A life at the clinic: what each animal comes in for, and what is bought for it, from three years ago to in six weeks.

One simulation gives all: what lies before today becomes visits and sales, what lies after it appointments.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from webapp.demo.rules import kinds
from webapp.demo.rules.ailments import DIETS, SMALL_THINGS, Lines, ailment
from webapp.demo.rules.days import Days, open_day
from webapp.demo.rules.patients import WINDOW, Patient

AHEAD = 42  # days of appointments
STERILISED = ("Castration", "Stérilisation")
DESK = ""  # no visit: bought in passing
INSTEAD = {"SIM-10": "BRAV-10", "SIM-20": "BRAV-20", "SIM-40": "BRAV-40"}
VACCINATED = (kinds.DOG, kinds.CAT, kinds.RABBIT, kinds.FERRET)


@dataclass(slots=True)
class Event:
    """Something on one day for one animal. `type` is a key of diary.TYPES, or DESK."""

    day: date
    patient: Patient
    type: str
    reason: str
    lines: Lines
    wanted: bool = False  # one of the known appointments: always kept


class Care:
    """Lives one animal after the other."""

    def __init__(self, chance: random.Random, days: Days) -> None:
        self.chance = chance
        self.days = days
        self.begin, self.end = days.ago(WINDOW), days.ago(-AHEAD)

    def life(self, patient: Patient) -> list[Event]:
        """All that happens to it, in order, at most one thing a day."""
        plans = [self.youth, self.every_year, self.spring, self.illness, self.diet, self.last_day, self.known]
        found: dict[date, Event] = {}
        for event in chain.from_iterable(plan(patient) for plan in plans):
            event.day = open_day(event.day, self.chance, exactly=event.wanted)
            first = max(patient.first, self.begin)
            if not first <= event.day <= min(patient.last, self.end):
                continue
            if event.day >= self.days.today and event.type == DESK:
                continue
            there = found.get(event.day)
            if there is None or (event.type and not there.type) or event.wanted:
                found[event.day] = event
        wanted = next((event.day for event in found.values() if event.wanted), None)
        return [found[day] for day in sorted(found) if wanted in (None, day) or not self.too_near(found[day], wanted)]

    def too_near(self, event: Event, wanted: date | None) -> bool:
        """Whether nobody would come in twice so soon."""
        apart = 14 if event.type == "youth" else 120 if event.type in ("vaccination", "annual", "dental") else 5
        return wanted is not None and event.type != DESK and abs((event.day - wanted).days) < apart

    def around(self, day: date, spread: int) -> date:
        """A day near this one."""
        return day + timedelta(days=self.chance.randint(-spread, spread))

    def youth(self, patient: Patient) -> Iterator[Event]:
        """The first vaccinations, a month apart, then the operation."""
        chance, species = self.chance, patient.row.species
        if species not in (kinds.DOG, kinds.CAT):
            return
        core, rabies = ("VAC-CHIOT", "VAC-RAGE-C") if species == kinds.DOG else ("VAC-CHATON", "VAC-RAGE-F")
        for weeks in (8, 12, 16):
            day = patient.born + timedelta(days=7 * weeks + chance.randint(-3, 6))
            lines: list[tuple[str, float]] = [("EX-JEUNE", 1), (core, 1)]
            if weeks == 16:
                lines.append((rabies, 1))
            if weeks < 16:
                lines.append(("STRONG", 1))
            if weeks == 8 and species == kinds.CAT:
                lines.append(("FELV-TEST", 1))
            elif weeks == 8 and chance.random() < 0.5:
                lines.append(("RC-CHIOT", 1))
            yield Event(day, patient, "youth", "Vaccination", tuple(lines))
        if patient.row.sterile or (self.days.today - patient.born).days < 240:
            dog, female = species == kinds.DOG, patient.row.sex == "F"
            code = ("OVH-" if female else "CAST-") + ("CH" if dog else "CT")
            day = patient.born + timedelta(days=chance.randint(170, 215))
            chip: Lines = (("PUCE", 1),) if chance.random() < 0.4 else ()
            done: Lines = ((code, 1), ("ANES", 1), ("META-15" if dog else "META-CT", 1), *chip)
            yield Event(day, patient, "surgery", STERILISED[female], done)
            yield Event(day + timedelta(days=11), patient, "follow_up", "Retrait des points", (("SUIVI", 1),))

    def every_year(self, patient: Patient) -> Iterator[Event]:
        """The yearly exam, mostly with a vaccination; most come back each year, cats less than dogs."""
        chance, species = self.chance, patient.row.species
        comes = {kinds.DOG: 0.86, kinds.CAT: 0.62}.get(species, 0.5)
        first = patient.born + timedelta(days=480 + chance.randrange(40))
        if species == kinds.DOG and chance.random() < 0.4:  # in spring, with the heartworm test
            first = date(first.year, 4, 1) + timedelta(days=chance.randrange(75))
        for n in range(25):
            day = self.around(first + timedelta(days=round(365.25 * n)), 18)
            if day > self.end:
                return
            if patient.months_on(day) >= 11 and chance.random() < comes:
                yield self.yearly(patient, day, n)

    def yearly(self, patient: Patient, day: date, n: int) -> Event:
        """One yearly exam: rabies every third year, the core vaccines in the others."""
        chance, species, years = self.chance, patient.row.species, patient.months_on(day) / 12
        lines: list[tuple[str, float]] = [
            ("EX-GER" if years >= 9 and species in (kinds.DOG, kinds.CAT) else "EX-AN", 1)
        ]
        vaccines: list[str] = []
        if species == kinds.DOG:
            vaccines = ["VAC-RAGE-C" if n % 3 == 1 else "VAC-CH"]
            vaccines += [
                code
                for code, share in (("VAC-LEPTO", 0.6), ("VAC-LYME", 0.25), ("VAC-BORD", 0.2))
                if chance.random() < share
            ]
        elif species == kinds.CAT:
            vaccines = ["VAC-RAGE-F" if n % 3 == 1 else "VAC-CT"] + (["VAC-LEUC"] if chance.random() < 0.2 else [])
        elif species in VACCINATED:
            vaccines = ["VAC-LAPIN" if species == kinds.RABBIT else "VAC-FURET"]
        if years > 12 and chance.random() < 0.4:
            vaccines = []
        lines += [(code, 1) for code in vaccines]
        if species == kinds.DOG and day.month in (4, 5, 6):
            lines += [("TEST-VC", 1)] if chance.random() < 0.75 else []
            lines += self.protection(patient, day) if chance.random() < 0.6 else ()
        if years >= 8 and chance.random() < 0.4:
            lines.append(("BILAN-G", 1))
        if years >= 3 and species in (kinds.DOG, kinds.CAT) and chance.random() < 0.08:
            return Event(
                day,
                patient,
                "dental",
                "Détartrage",
                (("DENT", 1), ("ANES", 1), ("RX-DENT", 1), ("EXTRAC", chance.randint(1, 4))),
            )
        return Event(
            day,
            patient,
            "vaccination" if vaccines else "annual",
            "Vaccination" if vaccines else "Examen annuel",
            tuple(lines),
        )

    def protection(self, patient: Patient, day: date) -> Lines:
        """The antiparasitic of its weight on that day, for the season."""
        grown = min(1.0, 0.25 + patient.months_on(day) / 14)
        code = kinds.against_parasites(patient.row.species, patient.kind.weight * grown)
        if code is None:
            return ()
        if code in INSTEAD and self.chance.random() < 0.15:
            return ((INSTEAD[code], 1),)
        if code == "SIM-20" and day < self.days.ago(700):
            return (("SENTINEL", 1),)  # what was given before it was no longer made
        if code == "SIM-40" and day < self.days.ago(700) and self.chance.random() < 0.3:
            return (("K9-ADV", 1),)
        return ((code, 1 if code.startswith("SIM") else 2),)

    def spring(self, patient: Patient) -> Iterator[Event]:
        """Antiparasitics are bought from April to June above all, by those who believe in them."""
        chance = self.chance
        if chance.random() > {kinds.DOG: 0.6, kinds.CAT: 0.28, kinds.RABBIT: 0.2, kinds.FERRET: 0.4}.get(
            patient.row.species, 0
        ):
            return
        for year in range(self.begin.year, self.end.year + 1):
            season = date(year, 4, 1) + timedelta(days=int(chance.triangular(0, 90, 30)))
            if chance.random() < 0.8:
                yield Event(season, patient, DESK, "", self.protection(patient, season))
            if chance.random() < 0.12:
                late = date(year, 8, 1) + timedelta(days=chance.randrange(90))
                yield Event(late, patient, DESK, "", self.protection(patient, late))

    def illness(self, patient: Patient) -> Iterator[Event]:
        """Every so often something is wrong, more so in old age; and it is looked at again."""
        chance, day = self.chance, max(patient.first, self.begin)
        for _ in range(40):
            rate = 0.32 + 0.055 * patient.months_on(day) / 12
            day += timedelta(days=int(chance.expovariate(rate / 365)) + 4)
            what = ailment(chance, patient.row.species, patient.months_on(day) / 12)
            if day > min(self.end, patient.last) or what is None:
                return
            kind = {"urgence": "urgent", "chirurgie": "surgery", "technicienne": "technician"}.get(what.sick, "illness")
            # Nobody plans to fall ill: only what is already booked lies ahead.
            if day <= self.days.ago(-3) or kind in ("surgery", "technician"):
                yield Event(day, patient, kind, what.reason, what.lines)
            if chance.random() < what.follow_up and day <= self.days.today:
                day += timedelta(days=chance.randint(8, 20))
                yield Event(day, patient, "follow_up", f"Suivi\u00a0: {what.reason.lower()}", (("SUIVI", 1),))

    def diet(self, patient: Patient) -> Iterator[Event]:
        """A few eat what is sold at the desk, each month or two; most buy a small thing now and then."""
        chance, species = self.chance, patient.row.species
        day, food = max(patient.first, self.begin, patient.born + timedelta(days=365)), DIETS.get(species)
        if food and chance.random() < 0.16:
            code, every = chance.choice(food), chance.randint(30, 75)
            day += timedelta(days=chance.randrange(500))
            while day < min(self.days.today, patient.last):
                yield Event(day, patient, DESK, "", ((code, chance.choice((1, 1, 1, 2))),))
                day += timedelta(days=max(12, every + chance.randint(-12, 12)))
        things = SMALL_THINGS.get(species, ())
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3)) if things else 0):
            yield Event(self.days.ago(chance.randrange(1, WINDOW)), patient, DESK, "", ((chance.choice(things), 1),))
        if species == kinds.DOG and chance.random() < 0.08:
            yield Event(
                self.days.ago(chance.randrange(700, WINDOW)), patient, "technician", "Toilettage", (("TOILET", 1),)
            )

    def last_day(self, patient: Patient) -> Iterator[Event]:
        """Two thirds of those that die do so at the clinic."""
        if patient.row.deceased and self.chance.random() < 0.66:
            lines = (("EUTH", 1), ("CREMA", 1)) if self.chance.random() < 0.5 else (("EUTH", 1),)
            yield Event(patient.last, patient, "urgent", "Euthanasie", lines)

    def known(self, patient: Patient) -> Iterator[Event]:
        """What is always in the book: the appointments of the known clients."""
        known = patient.known
        if known is None or known.comes_in is None:
            return
        day = self.days.ago(-known.comes_in)
        if known.reason == "vaccination":
            event = self.yearly(patient, day, 0)
            event.type, event.reason = "vaccination", "Vaccination"
        elif known.reason == "annual":
            event = Event(day, patient, "annual", "Examen annuel", (("EX-AN", 1),))
        elif known.reason == "youth":
            event = Event(day, patient, "youth", "Vaccination", (("EX-JEUNE", 1), ("VAC-CHIOT", 1)))
        elif known.reason == "dental":
            event = Event(day, patient, "dental", "Détartrage", (("DENT", 1), ("ANES", 1), ("RX-DENT", 1)))
        elif known.reason == "follow_up":
            event = Event(day, patient, "follow_up", "Retrait des points", (("SUIVI", 1),))
        else:
            event = Event(day, patient, "illness", "Ne mange plus", (("CONS", 1),))
        event.wanted = True
        yield event
