"""The first rows of a file as they would be read, in words, before anything is read for good."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, lazy_gettext

from webapp import filters
from webapp.imports.queries import labels, looks, memory, reasons
from webapp.imports.rules import cells, names
from webapp.imports.rules.cells import Doubt
from webapp.imports.rules.day_orders import Settled
from webapp.imports.rules.kinds import CLIENTS, DATES, KINDS, Field
from webapp.imports.rules.life import Life


@dataclass(frozen=True)
class Told:
    """A field of a row in words; `doubt`: why it would not be taken."""

    label: str
    shown: str
    doubt: str = ""


@dataclass(frozen=True)
class Row:
    """A row: what it is called, and the rest of what it says."""

    line: int
    title: str
    told: Sequence[Told]


_NAMES = ("title", "first_name", "last_name", "full_name", "company")
_TITLES = {"animals": ("name",), "products": ("name_fr", "name_en"), "services": ("name_fr", "name_en"),
           "sales": ("item",), "visits": ("reason",), "appointments": ("type",), "reminders": ("type",)}  # fmt: skip


def rows(seen: looks.Look, kind: str, columns: Mapping[str, str], said: str = "") -> list[Row]:
    """The first ones. `columns`: header → field; `said`: dmy or mdy where a person said the order of days."""
    if kind not in KINDS:
        return []
    header = {name: place for place, name in reversed(list(enumerate(seen.header)))}
    places = {field: header[name] for name, field in columns.items() if field and name in header}
    fields = [each for each in KINDS[kind].fields if each.name in places]
    customs = memory.customs()
    orders = looks.days(replace(seen, kind=kind), columns, said)
    read: dict[str, list[tuple[str, Any]]] = {}
    for field in fields:
        place = places[field.name]
        own = replace(customs, header=seen.header[place], alphabet=frozenset(seen.words[place] if seen.words else ()))
        if field.reads in DATES and isinstance(orders, Settled):
            order, default = orders.orders.get(seen.header[place], ("", ""))
            own = replace(own, day_order=order, day_default=default or own.day_default)
        written = [line[place] for line in seen.first]
        values = cells.reader(field.reads, own).column(written)
        if field.reads in DATES and not isinstance(orders, Settled) and orders.column == seen.header[place]:
            values = [Doubt("", each) if each else None for each in written]
        read[field.name] = list(zip(written, values, strict=True))
    return [
        _row(kind, fields, {name: column[n] for name, column in read.items()}, line)
        for n, line in enumerate(seen.lines)
    ]


def _row(kind: str, fields: Sequence[Field], cells_: Mapping[str, tuple[str, Any]], line: int) -> Row:
    title, used = (_client(cells_), _NAMES) if kind == CLIENTS else _title(kind, cells_)
    told = [
        _told(kind, field, *cells_[field.name])
        for field in fields
        if field.name not in used and cells_[field.name][0].strip()
    ]
    return Row(line, title, told)


def _client(found: Mapping[str, tuple[str, Any]]) -> str:
    """Who they would be: a whole name in its parts."""
    text = {name: str(found[name][1] or "") if name in found else "" for name in _NAMES}
    if text["full_name"] and not (text["first_name"] or text["last_name"]):
        part = names.part(text["full_name"], "")
        text |= {"first_name": part.first, "last_name": part.last, "title": text["title"] or part.title}
    return " ".join(filter(None, (text["title"], text["first_name"], text["last_name"]))) or text["company"]


def _title(kind: str, found: Mapping[str, tuple[str, Any]]) -> tuple[str, Sequence[str]]:
    name = next((each for each in _TITLES[kind] if each in found and found[each][0].strip()), "")
    return (str(found[name][1] or found[name][0]), (name,)) if name else ("", ())


def _told(kind: str, field: Field, written: str, value: Any) -> Told:
    label = str(labels.field(kind, field.name))
    doubt = ""
    if isinstance(value, Doubt):
        doubt = (
            str(reasons.row_reason(value.code, {"value": value.value}))
            if value.code
            else gettext("%(value)s: the day first, or the month?", value=written)
        )
        value = value.taken.value if value.taken else None
    elif value is None and field.reads in DATES:
        return Told(label, gettext("no date"))
    shown = _SHOWN.get(field.reads, str)
    if field.reads == "life" and isinstance(value, Life):
        label = ""  # "deceased: alive" is no sentence
    return Told(label, "" if value is None else shown(value), doubt)


def _yes(value: Any) -> str:
    return str(gettext("yes") if value else gettext("no"))


def _phone(value: Any) -> str:
    number, extension = value if isinstance(value, tuple) else (value, "")
    return filters.phone(number) + (f" ({extension})" if extension else "")


_SEXES = {
    ("M", True): lazy_gettext("neutered male"),
    ("M", False): lazy_gettext("male, not neutered"),
    ("M", None): lazy_gettext("male"),
    ("F", True): lazy_gettext("spayed female"),
    ("F", False): lazy_gettext("female, not spayed"),
    ("F", None): lazy_gettext("female"),
    (None, True): lazy_gettext("sterile"),
}


def _sex(value: Any) -> str:
    return str(_SEXES.get(value, "–"))


def _life(value: Any) -> str:
    if not isinstance(value, Life):
        return _yes(value)
    if value.dead:
        said = gettext("deceased")
        return f"{said}, {filters.day_long(date.fromisoformat(value.on))}" if value.on else said
    return str(gettext("gone away") if value.gone else gettext("alive"))


def _instant(value: str) -> str:
    return filters.moment(datetime.fromisoformat(value))


def _day(value: str) -> str:
    return filters.day_long(date.fromisoformat(value))


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "date": _day, "birth": _day, "instant": _instant, "phone": _phone, "yes": _yes, "elsewhere": _yes,
    "active": _yes, "altered": _yes, "sex": _sex, "life": _life, "money": filters.money, "quantity": filters.quantity,
}  # fmt: skip
