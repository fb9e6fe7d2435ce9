"""The animals: whose, of what kind, how old, and until when they are seen."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.demo.rules import identities
from webapp.demo.rules.data import Row, dice, figures, numbered, table
from webapp.demo.rules.days import Days
from webapp.demo.rules.people import Draft
from webapp.periods import months_before
from webapp.text import sort_key

DOG, CAT, RABBIT, FERRET = "Canin", "Félin", "Lapin", "Furet"
# Each species: in a thousand animals, how many years it lives, what is sold for it; and the product that an animal
# takes each month, up to so many kilograms.
SPECIES = {
    row.name: row
    for row in table(
        "species", share=int, years=int, diets=str.split, small_things=str.split, against_parasites=figures
    )
}
# A breed (empty: one says only the species), how heavy when grown, and how often one meets it.
BREEDS = {of: [row for row in table("breeds", kilograms=float, share=int) if row.species == of] for of in SPECIES}
FEWEST_DAYS_OLD = 49  # no animal of the clinic is younger
WINDOW = 1096  # days of history: three years


@dataclass(slots=True)
class Patient:
    """An animal in the making, with what the practice software would not say."""

    row: Row
    kind: Row  # its breed
    born: date
    first: date  # not seen before
    last: date  # nor after
    owner: Draft
    former: tuple[Draft, date] | None = None
    known: Row | None = None
    born_as_filed: str = ""  # the impossible date that the file gave

    def client_on(self, day: date) -> int:
        """Whose it was on that day."""
        owner = self.former[0] if self.former and day <= self.former[1] else self.owner
        return int(owner.row.id)

    def months_on(self, day: date) -> float:
        """How old it was, in months."""
        return (day - self.born).days / 30.44


class Patients:
    """Makes the animals of each client."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance = dice(seed, "animals")
        self.days = days

    def everyone(self, drafts: list[Draft]) -> list[Patient]:
        """Every animal, the client's together, numbered."""
        patients = []
        for draft in drafts:
            if draft.known:
                patients += [self.known(draft, animal) for animal in draft.known.animals]
                continue
            few, many = (0, 1, 2, 3, 4, 6), (4, 52, 28, 11, 4, 1)
            number = self.chance.randrange(5, 10) if draft.kennel else self.chance.choices(few, many)[0]
            patients += [self.someone(draft) for _ in range(number)]
        for row in numbered(patient.row for patient in patients):
            row.number, row.sort_name = str(200_000 + row.id), sort_key(row.name)
        self.change_hands(drafts, patients)
        return patients

    def someone(self, draft: Draft) -> Patient:
        chance = self.chance
        species = DOG if draft.kennel else _lot(chance, SPECIES.values()).name
        kind = _lot(chance, BREEDS[species])
        sex: str | None = chance.choice("MF")
        fate = chance.random()
        died = self.days.ago(chance.randrange(3, WINDOW)) if fate < 0.115 else None
        born = self.born(species, died)
        patient = self.patient(draft, species, kind, sex, born)
        row = patient.row
        row.name = identities.animal(chance, species, sex)
        row.crossbred = chance.random() < (0.3 if species == DOG else 0.08)
        if died and died >= patient.first:
            patient.last = died
            row.deceased, row.deceased_on = True, died if chance.random() > 0.04 else None
        elif fate > 0.985 and (here := (self.days.today - patient.first).days) > 60:
            patient.last = row.given_away_on = self.days.ago(chance.randrange(5, min(900, here)))
        elif fate > 0.965:
            row.other_clinic = True
            patient.last = max(patient.first, self.days.ago(chance.randrange(200, 700)))
        if draft.row.archived_at and draft.row.archived_at.date() - timedelta(days=10) < patient.first:
            draft.row.archived_at = None  # brought a new animal since
        if draft.row.archived_at:
            patient.last = min(patient.last, draft.row.archived_at.date() - timedelta(days=10))
        self.unknowns(patient)
        return patient

    def known(self, draft: Draft, animal: Row) -> Patient:
        """One that the demonstration always has; those of three months are of one litter."""
        back = animal.months * 3 % 29 if animal.months > 4 else 2
        born = months_before(self.days.today, animal.months) - timedelta(days=back)
        kind = next(breed for breed in BREEDS[animal.species] if breed.breed == animal.breed)
        patient = self.patient(draft, animal.species, kind, animal.sex, born)
        patient.row.name, patient.known = animal.name, animal
        return patient

    def patient(self, draft: Draft, species: str, kind: Row, sex: str | None, born: date) -> Patient:
        """What all have: a first visit when eight weeks old, or later, once its people are clients.

        `kind` is the row of the breed.
        """
        chance, today = self.chance, self.days.today
        first = max(born + timedelta(days=FEWEST_DAYS_OLD + chance.randrange(3, 24)), draft.row.client_since)
        first = min(first, today)
        added = self.days.at(first, 11, chance.randrange(60))
        months = (today - born).days / 30.44
        row = Row(client_id=draft.row.id, name="", species=species, breed=kind.breed or None, sex=sex, born_on=born)
        row.sterile = months > 8 and chance.random() < (0.35 if draft.kennel else 0.86)
        row.crossbred = row.deceased = row.other_clinic = False
        row.deceased_on = row.given_away_on = None
        row.created_at = row.updated_at = added
        return Patient(row, kind, born, first, today + timedelta(days=400), draft)

    def born(self, species: str, died: date | None) -> date:
        """A day of birth: of a dead animal, most of a life before; of a living one, by what a waiting room shows."""
        chance, span = self.chance, SPECIES[species].years * 365
        if died:
            return died - timedelta(days=int(span * min(1.15, max(0.06, chance.gauss(0.8, 0.25)))))
        youngest = FEWEST_DAYS_OLD + 5
        age = chance.choices(
            (chance.randrange(youngest, 365), int(chance.triangular(365, span, span * 0.3))), (14, 86)
        )[0]
        return self.days.ago(age)

    def unknowns(self, patient: Patient) -> None:
        """What nobody knows, or what a file had wrong."""
        chance, row = self.chance, patient.row
        if chance.random() < 0.002:
            row.name = ""
        if chance.random() < 0.015:
            row.sex = None
        if chance.random() < 0.03:
            row.sterile = None
        if chance.random() < 0.02:
            row.breed, row.crossbred = None, None
        roll = chance.random()
        if roll < 0.004:
            row.born_on = None
            patient.born_as_filed = chance.choice(("31/02/2020", "00/00/2019", "30/13/2021", "vers 2018"))
        elif roll < 0.015:
            row.born_on = None

    def change_hands(self, drafts: list[Draft], patients: list[Patient]) -> None:
        """A few animals were someone else's before."""
        today = self.days.today
        settled = [draft for draft in drafts if not draft.known and not draft.row.archived_at]
        for patient in patients:
            room = (min(today, patient.last) - patient.first).days
            if patient.known or patient.owner.kennel or room < 200 or self.chance.random() > 0.02 or not settled:
                continue
            former = self.chance.choice(settled)
            if former is patient.owner or former.row.client_since > patient.first:
                continue
            patient.former = (former, patient.first + timedelta(days=self.chance.randrange(60, room - 60)))


def ownerships(patients: list[Patient]) -> list[Row]:
    """The former owners, as rows."""
    moved = [(patient.row.id, patient.former) for patient in patients if patient.former]
    return numbered(Row(animal_id=id, client_id=former.row.id, until_on=until) for id, (former, until) in moved)


def against_parasites(of: str, weight: float) -> str | None:
    """The code of the product that an animal of this weight takes each month."""
    return next((code for code, most in SPECIES[of].against_parasites if weight <= most), None)


def _lot(chance: random.Random, rows: Iterable[Row]) -> Row:
    found = list(rows)
    return chance.choices(found, [row.share for row in found])[0]
