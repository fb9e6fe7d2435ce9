"""A life at the clinic: what each animal comes in for, and what is bought for it, from three years ago to in six weeks.

One simulation gives all: what lies before today becomes visits and sales, what lies after it appointments.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from webapp.demo.rules.data import Row, figures, table
from webapp.demo.rules.days import Days, open_day
from webapp.demo.rules.patients import CAT, DOG, FERRET, RABBIT, SPECIES, WINDOW, Patient, against_parasites

Lines = tuple[tuple[str, float], ...]  # code, how many

# What animals fall ill with: for whom, how often, at what age (years), what is done and sold, whether it is seen again.
AILMENTS = table(
    "ailments", species=str.split, share=int, lines=figures, follow_up=float, from_age=float, until_age=float
)
AHEAD = 42  # days of appointments
STERILISED = ("Castration", "Stérilisation")
DESK = ""  # no visit: bought in passing
INSTEAD = {"SIM-10": "BRAV-10", "SIM-20": "BRAV-20", "SIM-40": "BRAV-40"}
# Why known clients come in: the reason in words, and what is sold.
KNOWN_REASONS = {
    "annual": ("Examen annuel", "EX-AN"),
    "youth": ("Vaccination", "EX-JEUNE", "VAC-CHIOT"),
    "dental": ("Détartrage", "DENT", "ANES", "RX-DENT"),
    "follow_up": ("Retrait des points", "SUIVI"),
    "illness": ("Ne mange plus", "CONS"),
}


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
        if species not in (DOG, CAT):
            return
        core, rabies = ("VAC-CHIOT", "VAC-RAGE-C") if species == DOG else ("VAC-CHATON", "VAC-RAGE-F")
        for weeks in (8, 12, 16):
            day = patient.born + timedelta(days=7 * weeks + chance.randint(-3, 6))
            codes = ["EX-JEUNE", core, "STRONG" if weeks < 16 else rabies]
            if weeks == 8 and species == CAT:
                codes.append("FELV-TEST")
            elif weeks == 8 and chance.random() < 0.5:
                codes.append("RC-CHIOT")
            yield Event(day, patient, "youth", "Vaccination", _each(*codes))
        if patient.row.sterile or (self.days.today - patient.born).days < 240:
            dog, female = species == DOG, patient.row.sex == "F"
            code = ("OVH-" if female else "CAST-") + ("CH" if dog else "CT")
            day = patient.born + timedelta(days=chance.randint(170, 215))
            chip = ["PUCE"] if chance.random() < 0.4 else []
            done = _each(code, "ANES", "META-15" if dog else "META-CT", *chip)
            yield Event(day, patient, "surgery", STERILISED[female], done)
            yield Event(day + timedelta(days=11), patient, "follow_up", "Retrait des points", _each("SUIVI"))

    def every_year(self, patient: Patient) -> Iterator[Event]:
        """The yearly exam, mostly with a vaccination; most come back each year, cats less than dogs."""
        chance, species = self.chance, patient.row.species
        comes = {DOG: 0.86, CAT: 0.62}.get(species, 0.5)
        first = patient.born + timedelta(days=480 + chance.randrange(40))
        if species == DOG and chance.random() < 0.4:  # in spring, with the heartworm test
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
        codes = ["EX-GER" if years >= 9 and species in (DOG, CAT) else "EX-AN"]
        vaccines: list[str] = []
        if species == DOG:
            others = (("VAC-LEPTO", 0.6), ("VAC-LYME", 0.25), ("VAC-BORD", 0.2))
            vaccines = ["VAC-RAGE-C" if n % 3 == 1 else "VAC-CH"]
            vaccines += [code for code, share in others if chance.random() < share]
        elif species == CAT:
            vaccines = ["VAC-RAGE-F" if n % 3 == 1 else "VAC-CT"] + (["VAC-LEUC"] if chance.random() < 0.2 else [])
        elif species in (RABBIT, FERRET):
            vaccines = ["VAC-LAPIN" if species == RABBIT else "VAC-FURET"]
        if years > 12 and chance.random() < 0.4:
            vaccines = []
        lines = _each(*codes, *vaccines)
        if species == DOG and day.month in (4, 5, 6):
            lines += _each("TEST-VC") if chance.random() < 0.75 else ()
            lines += self.protection(patient, day) if chance.random() < 0.6 else ()
        lines += _each("BILAN-G") if years >= 8 and chance.random() < 0.4 else ()
        if years >= 3 and species in (DOG, CAT) and chance.random() < 0.08:
            lines = (*_each("DENT", "ANES", "RX-DENT"), ("EXTRAC", chance.randint(1, 4)))
            return Event(day, patient, "dental", "Détartrage", lines)
        if vaccines:
            return Event(day, patient, "vaccination", "Vaccination", lines)
        return Event(day, patient, "annual", "Examen annuel", lines)

    def protection(self, patient: Patient, day: date) -> Lines:
        """The antiparasitic of its weight on that day, for the season."""
        grown = min(1.0, 0.25 + patient.months_on(day) / 14)
        code = against_parasites(patient.row.species, patient.kind.kilograms * grown)
        if code is None:
            return ()
        if code in INSTEAD and self.chance.random() < 0.15:
            return _each(INSTEAD[code])
        if code == "SIM-20" and day < self.days.ago(700):
            return _each("SENTINEL")  # what was given before it was no longer made
        if code == "SIM-40" and day < self.days.ago(700) and self.chance.random() < 0.3:
            return _each("K9-ADV")
        return ((code, 1 if code.startswith("SIM") else 2),)

    def spring(self, patient: Patient) -> Iterator[Event]:
        """Antiparasitics are bought from April to June above all, by those who believe in them."""
        chance = self.chance
        if chance.random() > {DOG: 0.6, CAT: 0.28, RABBIT: 0.2, FERRET: 0.4}.get(patient.row.species, 0):
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
            what = self.ailment(patient, day)
            if day > min(self.end, patient.last) or what is None:
                return
            # Nobody plans to fall ill: only what is already booked lies ahead.
            if day <= self.days.ago(-3) or what.type in ("surgery", "technician"):
                yield Event(day, patient, what.type, what.reason, what.lines)
            if chance.random() < what.follow_up and day <= self.days.today:
                day += timedelta(days=chance.randint(8, 20))
                yield Event(day, patient, "follow_up", f"Suivi\u00a0: {what.reason.lower()}", _each("SUIVI"))

    def ailment(self, patient: Patient, day: date) -> Row | None:
        """What an animal of this age falls ill with; None where nothing fits."""
        species, years = patient.row.species, patient.months_on(day) / 12
        fitting = [one for one in AILMENTS if species in one.species and one.from_age <= years <= one.until_age]
        return self.chance.choices(fitting, [one.share for one in fitting])[0] if fitting else None

    def diet(self, patient: Patient) -> Iterator[Event]:
        """A few eat what is sold at the desk, each month or two; most buy a small thing now and then."""
        chance, species = self.chance, patient.row.species
        day, food = max(patient.first, self.begin, patient.born + timedelta(days=365)), SPECIES[species].diets
        if food and chance.random() < 0.16:
            code, every = chance.choice(food), chance.randint(30, 75)
            day += timedelta(days=chance.randrange(500))
            while day < min(self.days.today, patient.last):
                yield Event(day, patient, DESK, "", ((code, chance.choice((1, 1, 1, 2))),))
                day += timedelta(days=max(12, every + chance.randint(-12, 12)))
        things = SPECIES[species].small_things
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3)) if things else 0):
            yield Event(self.days.ago(chance.randrange(1, WINDOW)), patient, DESK, "", _each(chance.choice(things)))
        if species == DOG and chance.random() < 0.08:
            yield Event(
                self.days.ago(chance.randrange(700, WINDOW)), patient, "technician", "Toilettage", _each("TOILET")
            )

    def last_day(self, patient: Patient) -> Iterator[Event]:
        """Two thirds of those that die do so at the clinic."""
        if patient.row.deceased and self.chance.random() < 0.66:
            lines = _each("EUTH", "CREMA") if self.chance.random() < 0.5 else _each("EUTH")
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
        else:
            reason, *codes = KNOWN_REASONS[known.reason]
            event = Event(day, patient, known.reason, reason, _each(*codes))
        event.wanted = True
        yield event


def _each(*codes: str) -> Lines:
    """One of each."""
    return tuple((code, 1) for code in codes)
