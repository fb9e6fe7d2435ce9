"""Which kind of file a header row belongs to, and what each of its columns means."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any, TypeVar

from webapp import text
from webapp.imports.rules import identities, pairs
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS, PRODUCTS, SERVICES, Kind, says_only_number
from webapp.imports.rules.said import kinds_of

_Meant = TypeVar("_Meant")
_NOTHING_SAID: Mapping[int, str] = {}
_NUMBER_SIGN = re.compile(r"^\s*#\s*|\bn[°º]\.?|\bno\b\.?|№", re.I)


class NotRecognised(Exception):
    """The columns cannot be used: `code` and `details` as reasons.file_reason wants them."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Recognised:
    """What a file is and what its columns mean: `places` by field, `columns` by header ("" = not read)."""

    kind: str
    places: Mapping[str, int]
    columns: Mapping[str, str]


def folded(header: str) -> str:
    """How a header is compared: "Tél. domicile" and "TelDomicile" are the same; "#", "No." and "N°" too."""
    if header.rstrip().endswith("#"):
        header = header.rstrip()[:-1] + " no"
    return "".join(text.words(_NUMBER_SIGN.sub(" no ", header)))


def signature(header: Sequence[str]) -> str:
    """What a remembered mapping is found by: the same columns, in any order."""
    names = sorted({folded(name) for name in header} - {""})
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def recognise(
    header: Sequence[str], file_name: str = "", kind: str = "", columns: Mapping[str, str] | None = None
) -> Recognised:
    """The kind whose columns fit best; with `kind` that one. `columns` says of some headers which fields they are.

    Raises NotRecognised: header_twice, missing_columns, no_such_column or unknown_kind.
    """
    said = _said(header, columns or {})
    kinds = [kind] if kind else kinds_of(columns or {})
    fits = [fit for name in kinds if (fit := _fit(KINDS[name], header, file_name, said)).believable or kind or said]
    fits.sort(key=lambda fit: -fit.score)
    if not fits or (len(fits) > 1 and fits[0].score == fits[1].score and not fits[0].missing):
        raise NotRecognised("unknown_kind", header=[name for name in header if name][:12])
    return _checked(fits[0].kind, fits[0].places, header, said)


NAMES_OF_CLIENTS = frozenset(("first_name", "last_name", "full_name", "company"))


def is_either(header: Sequence[str], file_name: str) -> bool:
    """Whether neither its columns nor its name tell if a price list holds products or services."""
    products, services = (_fit(KINDS[kind], header, file_name, {}) for kind in (PRODUCTS, SERVICES))
    return products.score + _BIAS == services.score


def _said(header: Sequence[str], columns: Mapping[str, str]) -> dict[int, str]:
    """Place → the field that a person says stands there, "" = not to be read."""
    by_header = {folded(name): field for name, field in columns.items()}
    names = [folded(name) for name in header]
    said: dict[int, str] = {}
    for place, name in enumerate(names):
        field = by_header.get(name, "") if name else ""
        if field and field in said.values():
            first = next(each for each, meant in said.items() if meant == field)
            raise NotRecognised(
                "header_twice", header=header[place], other=header[first], columns=[first + 1, place + 1], field=field
            )
        if name in by_header:
            said[place] = field
    for name in columns:
        if folded(name) not in names:
            raise NotRecognised("no_such_column", column=name, header=[each for each in header if each][:12])
    return said


def among(header: Sequence[str], columns: Mapping[str, _Meant]) -> dict[str, _Meant]:
    """What is said of columns that this header has."""
    names = {folded(name) for name in header}
    return {name: field for name, field in columns.items() if folded(name) in names}


def apply_mapping(header: Sequence[str], kind_name: str, columns: Mapping[str, str]) -> Recognised:
    """What a person said (header → field, "" = leave out). Raises NotRecognised."""
    kind = KINDS[kind_name]
    by_header = {folded(name): field for name, field in columns.items() if field}
    known = {field.name for field in kind.fields}
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        field = by_header.get(folded(name), "") if name else ""
        if field not in known:
            continue
        if field in places:
            first = places[field]
            raise NotRecognised(
                "header_twice", header=name, other=header[first], columns=[first + 1, place + 1], field=field
            )
        places[field] = place
    return _checked(kind, places, header)


def _checked(
    kind: Kind, places: Mapping[str, int], header: Sequence[str], said: Mapping[int, str] = _NOTHING_SAID
) -> Recognised:
    names = [folded(name) for name in header]
    for field, place in places.items():
        twins = [i for i, name in enumerate(names) if name == names[place]]
        if len(twins) > 1:
            raise NotRecognised("header_twice", header=header[place], columns=[i + 1 for i in twins[:2]], field=field)
    missing = missing_of(kind, places, header, said)
    if missing:
        raise NotRecognised(
            "missing_columns", kind=kind.name, fields=missing, header=[name for name in header if name][:12]
        )
    meant = {place: field for field, place in places.items()}
    columns = {name: meant.get(place, "") for place, name in enumerate(header) if name}
    return Recognised(kind.name, dict(places), columns)


def missing_of(
    kind: Kind, places: Mapping[str, int], header: Sequence[str], said: Mapping[int, str] = _NOTHING_SAID
) -> list[str]:
    """The fields without which such a file cannot be read, and which none of its columns is: `places` by field.

    Of columns that somebody `said` to be nothing, none is the number.
    """
    missing = [field.name for field in kind.required if field.name not in places]
    if "number" in missing and identities.can_tell(kind.name, places):
        known = {*places.values(), *said}  # also what somebody said to be nothing
        others = (folded(name) for place, name in enumerate(header) if place not in known)
        if not any(map(identities.may_be_number, others)):
            missing.remove("number")
    if kind.name == CLIENTS and not NAMES_OF_CLIENTS & places.keys():
        missing.append("last_name")
    if kind.name in (PRODUCTS, SERVICES) and not {"name_fr", "name_en"} & places.keys():
        missing.append("name_fr")
    if kind.name in ("sales", "reminders") and not {"client", "animal"} & places.keys():
        missing.append("client")
    return missing


_BIAS = 0.5  # of two kinds of items that fit alike


@dataclass(frozen=True)
class _Fit:
    kind: Kind
    places: Mapping[str, int]
    score: float
    missing: Sequence[str]
    believable: bool


def _fit(kind: Kind, header: Sequence[str], file_name: str, said: Mapping[int, str]) -> _Fit:
    """How well the header suits a kind.

    A kind that lacks a required column may still be the best one: it is then said which column is missing. To take the
    next best instead could write animals' names over their owners'.
    """
    names = [folded(name) for name in header]
    places = known_as(kind, header, said)
    telling = sum(1 for field in kind.fields if field.telling and field.name in places)
    own_number = next(
        (not says_only_number(names[places[name]]) for name in ("number", "code") if name in places), False
    )
    stem = "".join(text.words(PurePath(file_name).stem))
    named = any(word in stem for word in kind.file_words)
    missing = missing_of(kind, places, header, said)
    most = len(places) * 2 >= len([name for name in names if name]) or telling >= (3 if missing else 2)
    score = len(places) + 2 * telling + 2 * own_number + 1.5 * named - len(missing) + _BIAS * (kind.name == SERVICES)
    enough = len(places) >= (3 if missing else 2) and (own_number or _says_more(kind, places, names, named=named))
    return _Fit(kind, places, score, missing, most and enough)


_ANY_LIST = frozenset(("number", "code", "full_name", "last_name", "name", "name_fr", "name_en", "note", "created_on"))


def _says_more(kind: Kind, places: Mapping[str, int], names: Sequence[str], *, named: bool) -> bool:
    """Whether there is more than a number and a name, which a list of rooms or doctors has too."""
    whole = named and len(places) == len(names) and kind.name in (PRODUCTS, SERVICES)
    return whole or not places.keys() <= _ANY_LIST


def known_as(kind: Kind, header: Sequence[str], said: Mapping[int, str] | None = None) -> dict[str, int]:
    """Field → column: as it was `said`, and each of the others to the field for which its name is the surest."""
    table, said = _aliases(kind.name), said or {}
    candidates = sorted(
        (rank + aside, order, place, field)
        for place, name in enumerate(header)
        for aside, spelled in _spellings(name)
        for rank, order, field in table.get(spelled, ())
    )
    known = {field.name for field in kind.fields}
    places = {field: place for place, field in said.items() if field in known}
    if kind.name == CLIENTS and not places:
        places |= pairs.typed([folded(name) for name in header])
    taken = set(said) | set(places.values())
    for _, _, place, field in candidates:
        if field not in places and place not in taken:
            places[field] = place
            taken.add(place)
    _rename_number(kind.name, places, header, said)
    beside = kind.name == CLIENTS and "first_name" in places and "last_name" not in places
    if beside and places.get("full_name") not in (None, *said):
        places["last_name"] = places.pop("full_name")  # "Nom" beside "Prénom"
    if kind.name == CLIENTS and holds_animals(header):  # "Archived" is then the animal's
        for field in _OF_WHOM:
            if field in places and places[field] not in said and not _OWNER.search(folded(header[places[field]])):
                del places[field]
    return places


# Heads that mean a number where another column names whom it numbers, and the name where none does.
_BARE = {
    CLIENTS: ("full_name", NAMES_OF_CLIENTS, frozenset(("client", "owner", "proprietaire", "customer"))),
    ANIMALS: ("name", frozenset(("name",)), frozenset(("animal", "patient", "pet"))),
}


def _rename_number(kind: str, places: dict[str, int], header: Sequence[str], said: Mapping[int, str]) -> None:
    name, names, bare = _BARE.get(kind, ("", frozenset(), frozenset()))
    number = places.get("number")
    if number is not None and number not in said and not names & places.keys() and folded(header[number]) in bare:
        places[name] = places.pop("number")


_OF_WHOM = ("active", "inactive", "deleted", "deceased", "no_reminders", "stop_reminders", "no_reminders_until")
_OWNER = re.compile(r"client|owner|customer|proprietaire|contact")


def holds_animals(header: Sequence[str]) -> bool:
    table = _aliases(ANIMALS)
    found = {field for name in header for _, _, field in table.get(folded(name), ())}
    return len(found & {"species", "breed", "sex", "born_on"}) >= 2


@cache
def _aliases(kind: str) -> dict[str, list[tuple[int, int, str]]]:
    """Folded header → the fields that it may mean: rank, order among the fields, name."""
    table: dict[str, list[tuple[int, int, str]]] = {}
    for order, field in enumerate(KINDS[kind].fields):
        for alias, rank in field.ranks.items():
            table.setdefault(folded(alias), []).append((rank, order, field.name))
    return table


_BRACKETS = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]")
_OF_ANOTHER = re.compile(r"conjoint|spouse|partner|autre|other|second|ancien|old|former|urgence|emergency|\d", re.I)


def _spellings(header: str) -> Iterator[tuple[int, str]]:
    """The header as it stands and, less sure, without the words in brackets: "Courriel (obligatoire)"."""
    yield 0, folded(header)
    brackets = "".join(_BRACKETS.findall(header))
    if brackets and not _OF_ANOTHER.search(brackets):
        yield 500, folded(_BRACKETS.sub(" ", header))
