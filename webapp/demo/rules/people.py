"""The clientele: known clients first, then as many others as it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from webapp.demo.rules import names, places
from webapp.demo.rules.days import Days
from webapp.demo.rules.known import KNOWN, KnownClient
from webapp.demo.rules.rows import ClientRow, ContactRow, dice
from webapp.text import fold

ENGLISH = 0.14
WITH_EMAIL = 0.62
DOMAINS = ("example.com", "example.org", "example.net", "courriel.example", "poste.example")
NOTES = (
    "Préfère être jointe le soir.",
    "Paie toujours par virement.",
    "Demander à parler au conjoint.",
    "Sourd d’une oreille\u00a0: parler fort.",
    "Vient avec deux transporteurs, prévoir de la place.",
    "Allergique aux chats, animal amené par la voisine.",
    "En Floride de janvier à mars.",
)


@dataclass(slots=True)
class Draft:
    """A client in the making: which known one it is, whether it breeds, what in its file was doubtful."""

    row: ClientRow
    known: KnownClient | None = None
    kennel: bool = False
    doubtful: dict[str, str] = field(default_factory=dict)


class Clientele:
    """Makes clients one after the other; remembers the numbers and the addresses that it gave."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance = dice(seed, "clients")
        self.days = days
        self.numbers = places.Numbers()
        self.emails: set[str] = set()

    def everyone(self, count: int) -> list[Draft]:
        """So many clients, the oldest first, numbered in that order."""
        drafts = [self.known(one) for one in KNOWN[:count]]
        kennels = list(names.KENNELS)
        while len(drafts) < count:
            if self.chance.random() < 0.004 and kennels:
                drafts.append(self.kennel(kennels.pop(0)))
            else:
                drafts.append(self.someone())
            if len(drafts) > len(KNOWN) + 1 and not drafts[-1].kennel and self.chance.random() < 0.03:
                self.same_roof(drafts[-2].row, drafts[-1].row)
        for draft in drafts[len(KNOWN) :]:
            self.doubt(draft)
        drafts.sort(key=lambda draft: draft.row.client_since)
        for n, draft in enumerate(drafts, 1):
            draft.row.id, draft.row.number = n, str(10_000 + n)
        return drafts

    def someone(self) -> Draft:
        """A client like most."""
        chance = self.chance
        language = "en" if chance.random() < ENGLISH else "fr"
        title, first, last = names.person(chance, language)
        place = places.town(chance, language)
        since = self.days.ago(min(7000, int(chance.expovariate(1 / 2400)) + chance.randrange(6)))
        draft = Draft(self.row(title, first, last, language, place, since))
        row = draft.row
        self.telephones(row, chance.choice(place.area_codes))
        if chance.random() < WITH_EMAIL:
            row.email = self.email(first, last)
        row.accepts_email, row.accepts_sms = chance.random() > 0.06, chance.random() > 0.08
        row.accepts_post, row.accepts_phone = chance.random() > 0.03, chance.random() > 0.01
        row.note = chance.choice(NOTES) if chance.random() < 0.04 else ""
        if chance.random() < 0.02 and (self.days.today - since).days > 400:
            row.archived_at = self.days.at(self.days.ago(chance.randrange(20, 380)), 15, chance.randrange(60))
        return draft

    def known(self, known: KnownClient) -> Draft:
        """One whom the demonstration always has."""
        chance = self.chance
        place = next(town for town in places.TOWNS if town.name == known.town)
        since = self.days.ago(30 * max(animal.months for animal in known.animals) + 40)
        row = self.row(known.title, known.first_name, known.last_name, known.language, place, since)
        row.mobile_phone = self.numbers.next(known.area_code)
        row.mobile_takes_sms = True
        row.note = known.note
        if chance.random() < 0.5:
            row.home_phone = self.numbers.next(place.area_codes[0])
        if known.email:
            row.email = self.email(known.first_name or "bonjour", known.last_name)
        return Draft(row, known, kennel="Élevage" in known.last_name)

    def kennel(self, name: str) -> Draft:
        """A breeder or a shelter: a name without a first name."""
        place = self.chance.choice(places.TOWNS[1:12])
        row = self.row("", "", name, "fr", place, self.days.ago(self.chance.randrange(900, 4000)))
        row.work_phone = self.numbers.next(place.area_codes[0])
        row.email = self.email("bonjour", name)
        return Draft(row, kennel=True)

    def row(self, title: str, first: str, last: str, language: str, place: places.Town, since: date) -> ClientRow:
        """The columns that every client has."""
        line, second = places.address(self.chance)
        added = self.days.at(since, 10, self.chance.randrange(60))
        return ClientRow(
            id=0,
            number="",
            title=title,
            first_name=first,
            last_name=last,
            address=line,
            address_2=second,
            town=place.name,
            postal_code=places.postal_code(self.chance, place),
            home_phone="",
            work_phone="",
            work_extension="",
            mobile_phone="",
            mobile_takes_sms=False,
            email="",
            language=language,
            client_since=since,
            created_at=added,
            updated_at=added,
        )

    def telephones(self, row: ClientRow, area_code: str) -> None:
        """Mostly a mobile telephone, at times one at home or at work; almost never none."""
        chance = self.chance
        if chance.random() < 0.78:
            row.mobile_phone = self.numbers.next(area_code)
            row.mobile_takes_sms = chance.random() < 0.85
        if chance.random() < (0.3 if row.mobile_phone else 0.92):
            row.home_phone = self.numbers.next(area_code)
        if chance.random() < 0.1:
            row.work_phone = self.numbers.next(area_code)
            row.work_extension = str(chance.randrange(100, 500)) if chance.random() < 0.6 else ""

    def email(self, first: str, last: str) -> str:
        """An address that cannot exist, and that nobody else has."""
        local = ".".join(part for part in (ascii_only(first), ascii_only(last)) if part)[:48].strip(".") or "client"
        domain, n = self.chance.choices(DOMAINS, (40, 15, 15, 20, 10))[0], 1
        address = f"{local}@{domain}"
        while address in self.emails:
            n += 1
            address = f"{local}{n}@{domain}"
        self.emails.add(address)
        return address

    def same_roof(self, first: ClientRow, second: ClientRow) -> None:
        """Two clients of one household: one address, one telephone at home."""
        for column in ("address", "address_2", "town", "postal_code", "home_phone"):
            setattr(second, column, getattr(first, column))
        second.language = first.language
        if self.chance.random() < 0.5:
            second.last_name = first.last_name

    def doubt(self, draft: Draft) -> None:
        """In a few, the file said something that could not be: the field is empty, and on the list to correct."""
        roll, row = self.chance.random(), draft.row
        if roll < 0.004:
            draft.doubtful["postal_code"] = self.chance.choice(("12345", "J2G 1O", "JOE 2LO9", "à venir"))
            row.postal_code = ""
        elif roll < 0.008:
            draft.doubtful["email"] = self.chance.choice(
                ("pas de courriel@", f"{ascii_only(row.last_name)}@@example.com", "aucun", "n/a")
            )
            row.email = ""


def ascii_only(name: str) -> str:
    """The letters and digits of a name, for an e-mail address."""
    return "".join(letter for letter in fold(name) if letter.isascii() and letter.isalnum())


def contacts(seed: int, drafts: list[Draft], numbers: places.Numbers) -> list[ContactRow]:
    """Who else may be called, in a third of the households."""
    chance, rows = dice(seed, "contacts"), list[ContactRow]()
    for draft in drafts:
        row = draft.row
        if draft.known and draft.known.contact:
            name, relation = draft.known.contact
        elif not draft.known and not draft.kennel and chance.random() < 0.33:
            name, relation = names.other_person(chance, row.last_name, row.language)
        else:
            continue
        rows.append(
            ContactRow(len(rows) + 1, row.id, name, relation, numbers.next(area_of(row)), chance.random() < 0.7)
        )
    return rows


def area_of(row: ClientRow) -> str:
    """The area code of any of a client's numbers; of the town's if there is none."""
    number = row.mobile_phone or row.home_phone or row.work_phone
    return number[2:5] if number else "450"
