"""The clientele: known clients first, then as many others as it takes."""

from dataclasses import dataclass, field
from datetime import date

from webapp.demo.rules import identities
from webapp.demo.rules.data import Row, dice, known_clients, numbered
from webapp.demo.rules.days import Days
from webapp.text import fold, sort_key

ENGLISH = 0.14
WITH_EMAIL = 0.62
DOMAINS = ("example.com", "example.org", "example.net", "courriel.example", "poste.example")
KNOWN = known_clients()


@dataclass(slots=True)
class Draft:
    """A client in the making: which known one it is, whether it breeds, what in its file was doubtful."""

    row: Row
    known: Row | None = None
    kennel: bool = False
    doubtful: dict[str, str] = field(default_factory=dict)


class Clientele:
    """Makes clients one after the other; remembers the numbers and the addresses that it gave."""

    def __init__(self, seed: int, days: Days) -> None:
        self.chance = dice(seed, "clients")
        self.days = days
        self.numbers = identities.Numbers()
        self.emails: set[str] = set()

    def everyone(self, count: int) -> list[Draft]:
        """So many clients, the oldest first, numbered in that order."""
        drafts = [self.known(one) for one in KNOWN[:count]]
        kennels = list(identities.NAMES["kennels"])
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
        for row in numbered(draft.row for draft in drafts):
            row.number, row.sort_name = str(10_000 + row.id), sort_key(row.last_name, row.first_name)
        return drafts

    def someone(self) -> Draft:
        chance = self.chance
        language = "en" if chance.random() < ENGLISH else "fr"
        title, first, last = identities.person(chance, language)
        place = identities.town(chance, language)
        since = self.days.ago(min(7000, int(chance.expovariate(1 / 2400)) + chance.randrange(6)))
        draft = Draft(self.row(title, first, last, language, place, since))
        row = draft.row
        self.telephones(row, chance.choice(place.area_codes))
        if chance.random() < WITH_EMAIL:
            row.email = self.email(first, last)
        row.accepts_email, row.accepts_sms = chance.random() > 0.06, chance.random() > 0.08
        row.accepts_post, row.accepts_phone = chance.random() > 0.03, chance.random() > 0.01
        row.note = chance.choice(identities.NAMES["notes"]) if chance.random() < 0.04 else ""
        if chance.random() < 0.02 and (self.days.today - since).days > 400:
            row.archived_at = self.days.at(self.days.ago(chance.randrange(20, 380)), 15, chance.randrange(60))
        return draft

    def known(self, known: Row) -> Draft:
        """One whom the demonstration always has."""
        chance = self.chance
        place = next(town for town in identities.TOWNS if town.name == known.town)
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
        place = self.chance.choice(identities.TOWNS[1:12])
        row = self.row("", "", name, "fr", place, self.days.ago(self.chance.randrange(900, 4000)))
        row.work_phone = self.numbers.next(place.area_codes[0])
        row.email = self.email("bonjour", name)
        return Draft(row, kennel=True)

    def row(self, title: str, first: str, last: str, language: str, place: Row, since: date) -> Row:
        """The columns that every client has."""
        line, second = identities.address(self.chance)
        row = Row(title=title, first_name=first, last_name=last, language=language, client_since=since)
        row.address, row.address_2 = line, second
        row.town, row.province, row.country = place.name, "QC", "CA"
        row.created_at = row.updated_at = self.days.at(since, 10, self.chance.randrange(60))
        row.postal_code = identities.postal_code(self.chance, place)
        row.home_phone = row.work_phone = row.work_extension = row.mobile_phone = row.email = row.note = ""
        row.mobile_takes_sms, row.archived_at = False, None
        row.accepts_email = row.accepts_sms = row.accepts_post = row.accepts_phone = True
        return row

    def telephones(self, row: Row, area_code: str) -> None:
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

    def same_roof(self, first: Row, second: Row) -> None:
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


def contacts(seed: int, drafts: list[Draft], numbers: identities.Numbers) -> list[Row]:
    """Who else may be called, in a third of the households."""
    chance, rows = dice(seed, "contacts"), list[Row]()
    for draft in drafts:
        row = draft.row
        if draft.known and draft.known.contact:
            name, relation = draft.known.contact
        elif not draft.known and not draft.kennel and chance.random() < 0.33:
            name, relation = identities.other_person(chance, row.last_name, row.language)
        else:
            continue
        phone = numbers.next(area_of(row))
        rows.append(Row(client_id=row.id, name=name, relation=relation, phone=phone, may_decide=chance.random() < 0.7))
    return numbered(rows)


def area_of(row: Row) -> str:
    """The area code of any of a client's numbers; of the town's if there is none."""
    number = row.mobile_phone or row.home_phone or row.work_phone
    return number[2:5] if number else "450"
