"""Which kind of file a header row belongs to, and what each of its columns means."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from webapp import text
from webapp.imports.rules.kinds import KINDS, Kind, says_only_number
from webapp.imports.rules.said import kinds_of

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
    """What a remembered mapping is found by: the same columns in the same order."""
    return hashlib.sha256("\x1f".join(folded(name) for name in header).encode()).hexdigest()


def recognise(
    header: Sequence[str], file_name: str = "", kind: str = "", columns: Mapping[str, str] | None = None
) -> Recognised:
    """The kind whose columns fit best; with `kind` that one. `columns` says of some headers which fields they are.

    Raises NotRecognised: header_twice, missing_columns, no_such_column or unknown_kind.
    """
    names = [folded(name) for name in header]
    said = _said(header, columns or {})
    kinds = [kind] if kind else kinds_of(columns or {})
    fits = [fit for name in kinds if (fit := _fit(KINDS[name], names, file_name, said)).believable or kind or said]
    fits.sort(key=lambda fit: -fit.score)
    if not fits or (len(fits) > 1 and fits[0].score == fits[1].score and not fits[0].missing):
        raise NotRecognised("unknown_kind", header=[name for name in header if name][:12])
    return _checked(fits[0].kind, fits[0].places, header)


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


def among(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
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


def _checked(kind: Kind, places: Mapping[str, int], header: Sequence[str]) -> Recognised:
    names = [folded(name) for name in header]
    for field, place in places.items():
        twins = [i for i, name in enumerate(names) if name == names[place]]
        if len(twins) > 1:
            raise NotRecognised("header_twice", header=header[place], columns=[i + 1 for i in twins[:2]], field=field)
    missing = _missing(kind, places)
    if missing:
        raise NotRecognised(
            "missing_columns", kind=kind.name, fields=missing, header=[name for name in header if name][:12]
        )
    meant = {place: field for field, place in places.items()}
    columns = {name: meant.get(place, "") for place, name in enumerate(header) if name}
    return Recognised(kind.name, dict(places), columns)


def _missing(kind: Kind, places: Mapping[str, int]) -> list[str]:
    missing = [field.name for field in kind.required if field.name not in places]
    if kind.name == "clients" and not {"first_name", "last_name", "full_name"} & places.keys():
        missing.append("last_name")
    if kind.name in ("products", "services") and not {"name_fr", "name_en"} & places.keys():
        missing.append("name_fr")
    if kind.name in ("sales", "reminders") and not {"client", "animal"} & places.keys():
        missing.append("client")
    return missing


@dataclass(frozen=True)
class _Fit:
    kind: Kind
    places: Mapping[str, int]
    score: float
    missing: Sequence[str]
    believable: bool


def _fit(kind: Kind, names: Sequence[str], file_name: str, said: Mapping[int, str]) -> _Fit:
    """How well the header suits a kind.

    A kind that lacks a required column may still be the best one: it is then said which column is missing. To take the
    next best instead could write animals' names over their owners'.
    """
    places = _places(kind, names, said)
    telling = sum(1 for field in kind.fields if field.telling and field.name in places)
    own_number = next(
        (not says_only_number(names[places[name]]) for name in ("number", "code") if name in places), False
    )
    stem = "".join(text.words(PurePath(file_name).stem))
    named = any(word in stem for word in kind.file_words)
    missing = _missing(kind, places)
    most = len(places) * 2 >= len([name for name in names if name]) or telling >= 3
    score = len(places) + 2 * telling + 2 * own_number + 1.5 * named - len(missing) + 0.5 * (kind.name == "services")
    return _Fit(kind, places, score, missing, most and len(places) >= (3 if missing else 2))


def _places(kind: Kind, names: Sequence[str], said: Mapping[int, str]) -> dict[str, int]:
    """Field → column: as it was said, and each of the others to the field for which its name is the surest."""
    candidates = sorted(
        (rank, order, place, field.name)
        for order, field in enumerate(kind.fields)
        for rank, alias in enumerate(folded(alias) for alias in field.aliases)
        for place, name in enumerate(names)
        if name == alias
    )
    known = {field.name for field in kind.fields}
    places = {field: place for place, field in said.items() if field in known}
    taken = set(said)
    for _, _, place, field in candidates:
        if field not in places and place not in taken:
            places[field] = place
            taken.add(place)
    return places
