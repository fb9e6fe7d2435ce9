"""Rows that wait until a person says whose they are, side by side with the records that they may be of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from peewee import fn

from webapp import contacts, db, text
from webapp.imports.queries import labels
from webapp.imports.rules import links
from webapp.imports.rules.kinds import CLIENTS
from webapp.imports.rules.links import ANIMAL, CLIENT, OWNER, SELF
from webapp.models import Animal, Client, DoubtfulLink, ImportFile, LinkAnswer, Species, StaffMember
from webapp.paging import Page, offset

SIZE = 10  # values on a page
SHOWN = 50  # questions of one value that stand each by itself

# SQL: of rows `l`, those of which nobody has said anything.
OPEN = """NOT EXISTS (SELECT 1 FROM link_answer a
    WHERE a.asked = l.asked AND a.plain = l.plain AND a.beside = l.beside)"""
# SQL: how many rows of the run `r` a person is or was asked about, and how many of them wait still.
OF_RUN = """(SELECT count(*) FROM doubtful_link l JOIN import_file asking ON asking.id = l.file_id
    WHERE asking.run_id = r.id)"""
OPEN_OF_RUN = f"{OF_RUN[:-1]} AND {OPEN})"
_GROUP = f"iif(l.asked = '{ANIMAL}', l.client_id, NULL)"  # two clients may each have a Rex
_TOLD = "SELECT DISTINCT l.asked, l.plain, {group} AS whose FROM doubtful_link l WHERE {open}"


@dataclass(frozen=True)
class Row:
    """A row of a file, and how many others ask the same."""

    id: int
    line: int
    kind: Any
    file: str
    client_id: int | None
    cells: dict[str, str]
    beside: str
    count: int = 1


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant."""

    record: Any  # Client or Animal
    animals: Sequence[str] = ()  # of a client

    @property
    def name(self) -> str:
        """What a person calls it."""
        return str(self.record.full_name if self.of == CLIENT else self.record.name)

    @property
    def of(self) -> str:
        return CLIENT if isinstance(self.record, Client) else ANIMAL


@dataclass(frozen=True)
class Section:
    """Rows that name the same, one for each question, and whom they may mean."""

    asked: str
    plain: str
    whose: int | None
    value: str
    total: int  # of rows
    questions: int
    rows: list[Row] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def id(self) -> int:
        """What the page knows it by."""
        return self.rows[0].id

    @cached_property
    def may_be_another(self) -> bool:
        """Whether a new record can be made of what the rows say."""
        return self.asked in links.MAKES_ANOTHER and (self.asked == SELF or is_name(self.value))


def is_name(value: str) -> bool:
    """Whether it is what a person may be called."""
    return "@" not in value and not any(map(str.isdigit, value)) and bool(text.words(value))


def how_many() -> Any:
    """The SELECT of how many rows wait, for the first screen."""
    return DoubtfulLink.select(fn.COUNT(DoubtfulLink.id)).where(~fn.EXISTS(_answered(DoubtfulLink)))


def _answered(link: Any) -> Any:
    same = (LinkAnswer.asked == link.asked, LinkAnswer.plain == link.plain, LinkAnswer.beside == link.beside)
    return LinkAnswer.select(LinkAnswer.id).where(*same)


def of_files(run_id: int) -> dict[int, int]:
    """How many rows of each file of a run wait still."""
    found = db.rows(
        f"SELECT l.file_id, count(*) FROM doubtful_link l WHERE {OPEN} "
        "AND l.file_id IN (SELECT id FROM import_file WHERE run_id = ?) GROUP BY 1",
        (run_id,),
    )
    return dict(found)


def total() -> int:
    return int(how_many().scalar())


def page(number: int) -> Page[Section]:
    """A page of them, what most rows wait for first; five statements."""
    ((values,),) = db.rows(f"SELECT count(*) FROM ({_TOLD.format(group=_GROUP, open=OPEN)})")
    found = db.rows(
        f"SELECT l.asked, l.plain, {_GROUP}, min(l.value), count(*) AS n, count(DISTINCT l.beside) "
        f"FROM doubtful_link l WHERE {OPEN} GROUP BY 1, 2, 3 ORDER BY n DESC, 2, 3 LIMIT ? OFFSET ?",
        (SIZE, offset(number, SIZE)),
    )
    sections = [Section(*row) for row in found]
    _fill(sections)
    return Page(sections, number, values, SIZE)


def everything() -> list[Section]:
    return [section for number in range(1, 1000) for section in page(number).items] if total() else []


def id_of(kind: str, number: str | None) -> int | None:
    """The client or animal of this number."""
    model: Any = Client if kind == CLIENTS else Animal
    found = model.get_or_none(model.number == number) if number else None
    return int(found.id) if found else None


def of_rows(ids: Sequence[int]) -> list[DoubtfulLink]:
    """All rows that ask what one of these asks and wait still."""
    found: Any = (
        f"SELECT l.id FROM doubtful_link l JOIN doubtful_link o ON o.asked = l.asked AND o.plain = l.plain "
        f"AND o.beside = l.beside WHERE o.id IN (SELECT value FROM json_each(?)) AND {OPEN}"
    )
    rows = DoubtfulLink.select().where(DoubtfulLink.id << [each for (each,) in db.rows(found, (db.ids(ids),))])
    return list(rows.order_by(DoubtfulLink.file, DoubtfulLink.line))


def _fill(sections: Sequence[Section]) -> None:
    wanted = json.dumps([[each.asked, each.plain] for each in sections])
    kinds = labels.KINDS
    by: dict[tuple[str, str, int | None], list[Row]] = defaultdict(list)
    of_pair = "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
    for asked, plain, whose, row, line, kind, name, client, cells, beside, count in db.rows(
        f"SELECT l.asked, l.plain, {_GROUP}, min(l.id), l.line, l.kind, f.name, l.client_id, l.cells, l.beside, "
        "count(*) FROM doubtful_link l JOIN import_file f ON f.id = l.file_id "
        f"WHERE (l.asked, l.plain) IN {of_pair} AND {OPEN} GROUP BY 1, 2, 3, l.beside, "
        f"iif(l.asked = '{OWNER}', l.client_id, 0) ORDER BY 4",
        (wanted,),
    ):
        said = {name: cell for name, cell in json.loads(cells).items() if cell.strip()}
        by[asked, plain, whose].append(Row(row, line, kinds.get(kind, kind), name, client, said, beside, count))
    for section in sections:
        section.rows.extend(by[section.asked, section.plain, section.whose][:SHOWN])
    _candidates(sections)


def _candidates(sections: Sequence[Section]) -> None:
    people: dict[int, set[int]] = {
        each.id: set(links.owners(each.rows[0].beside)) for each in sections if each.asked == OWNER
    }
    named = [each for each in sections if each.asked in (CLIENT, SELF)]
    for sign, client in _by_sign({sign for each in named for sign in _signs(each.value)}):
        for each in named:
            if sign in _signs(each.value):
                people.setdefault(each.id, set()).add(client)
    clients = {row.id: row for row in Client.select().where(Client.id << set().union(*people.values()))}
    pets: dict[int, list[str]] = defaultdict(list)
    animals: Any = (
        Animal.select(Animal.client, Animal.name).where(Animal.client << list(clients)).order_by(Animal.sort_name)
    )
    for client, name in animals.tuples():
        pets[client].append(name)
    for section in sections:
        if section.asked == ANIMAL:
            section.candidates.extend(Candidate(row) for row in _animals(section))
        else:
            ids = sorted(people.get(section.id, set()) & clients.keys())
            section.candidates.extend(Candidate(clients[each], pets[each]) for each in ids)


def _animals(section: Section) -> list[Animal]:
    found = Animal.select(Animal, Species).join(Species, "LEFT JOIN").where(Animal.client == section.whose)
    wanted = _run_together(section.value)
    return [row for row in found.order_by(Animal.deceased, Animal.id) if _run_together(row.name) == wanted]


def _run_together(value: str) -> str:
    return "".join(text.words(value))


def _signs(value: str) -> list[str]:
    """By what the clients are found whom this may mean; as actions.people has them, and numbers without zeros."""
    last, comma, first = value.partition(",")
    if "@" in value:
        return [f"@{value.strip().lower()}"]
    if comma:
        return [f"{_run_together(last)},{_run_together(first)}"]
    if any(map(str.isalpha, value)):
        words = [_run_together(word) for word in value.split()]
        return [f"{' '.join(words[n:])},{' '.join(words[:n])}".strip(",").replace(" ", "") if n else "".join(words)
                for n in range(len(words))]  # fmt: skip
    found = [f"#{value.strip().lstrip('0')}"]
    with suppress(contacts.Doubtful):
        found.append(contacts.phone(value)[0])
    return found


_SIGNS = """SELECT replace(sort_name, ' ', '') AS sign, id FROM client WHERE archived_at IS NULL
UNION SELECT '@' || lower(email), id FROM client WHERE email <> '' AND archived_at IS NULL
UNION SELECT home_phone, id FROM client WHERE home_phone <> '' AND archived_at IS NULL
UNION SELECT mobile_phone, id FROM client WHERE mobile_phone <> '' AND archived_at IS NULL
UNION SELECT work_phone, id FROM client WHERE work_phone <> '' AND archived_at IS NULL
UNION SELECT '#' || ltrim(number, '0'), id FROM client WHERE number NOT GLOB '*[^0-9]*' AND archived_at IS NULL"""


def _by_sign(signs: Iterable[str]) -> list[tuple[str, int]]:
    if not signs:
        return []
    return db.rows(f"SELECT sign, id FROM ({_SIGNS}) WHERE sign IN (SELECT value FROM json_each(?))", (db.ids(signs),))


def settled(since: datetime) -> list[LinkAnswer]:
    """What was answered since then, the newest first; what was answered at once stands once."""
    found = LinkAnswer.select(LinkAnswer, Client, Animal, StaffMember).join(Client, "LEFT JOIN")
    found = found.switch(LinkAnswer).join(Animal, "LEFT JOIN").switch(LinkAnswer).join(StaffMember, "LEFT JOIN")
    answers: dict[tuple[Any, str, int | None], LinkAnswer] = {}
    for row in found.where(LinkAnswer.at >= since).order_by(LinkAnswer.at.desc(), LinkAnswer.id).limit(500):
        answers.setdefault((row.at, row.plain, row.by_id), row)
    return list(answers.values())


def settled_count(since: datetime) -> int:
    """How many such answers there are."""
    once = LinkAnswer.select(LinkAnswer.at, LinkAnswer.plain, LinkAnswer.by).where(LinkAnswer.at >= since).distinct()
    return int(once.count())


def reading_of(file_ids: Iterable[int]) -> dict[int, ImportFile]:
    return {row.id: row for row in ImportFile.select().where(ImportFile.id << list(file_ids))}
