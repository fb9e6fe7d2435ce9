"""What whoever imports says of the files: what they hold, what their columns and values mean, how days are written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp import text
from webapp.imports.rules import words
from webapp.imports.rules.kinds import KINDS


class Misspoken(Exception):
    """What was said cannot be meant: `code` and `details` as queries.reasons.said_reason wants them."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Said:
    """Whatever is left empty, a file is to tell by itself."""

    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)  # header → field, "" = not read; the others by their words
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # header → value → what it means
    day_order: str = ""  # dmy, mdy
    sheet: str = ""
    header_row: int = 0  # counted from 1; 0 = found by itself


NOTHING = Said()


def columns(written: str, kind: str) -> dict[str, str]:
    """A JSON object, header → field; null or "" leaves a column out. `kind` may be "". Raises Misspoken."""
    try:
        said = json.loads(written, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Misspoken("bad_json", line=error.lineno, place=error.colno) from error
    except RecursionError as error:
        raise Misspoken("no_object") from error
    if not isinstance(said, dict):
        raise Misspoken("no_object")
    known = {each.name for name, each_kind in KINDS.items() if not kind or name == kind for each in each_kind.fields}
    found: dict[str, str] = {}
    for header, meaning in said.items():
        if meaning is not None and not isinstance(meaning, str):
            raise Misspoken("no_field", header=header)
        if meaning and meaning not in known:
            code = "unknown_field_of_kind" if kind else "unknown_field"
            raise Misspoken(code, header=header, field=meaning, kind=kind, known=", ".join(sorted(known)))
        found[header] = meaning or ""
    twice = _twice(list(found.values()))
    if twice:
        first, second, *_ = (name for name, meant in found.items() if meant == twice)
        raise Misspoken("field_twice", field=twice, first=first, second=second)
    if not kinds_of(found):
        raise Misspoken("no_kind_of_all", fields=", ".join(sorted(set(found.values()) - {""})))
    return found


def values(written: str) -> dict[str, dict[str, str]]:
    """A JSON object, header → {value: what it means, as a file could say it; null = nothing}. Raises Misspoken."""
    try:
        said = json.loads(written, object_pairs_hook=_once_of_values)
    except json.JSONDecodeError as error:
        raise Misspoken("values_bad_json", line=error.lineno, place=error.colno) from error
    except RecursionError as error:
        raise Misspoken("values_no_object") from error
    if not isinstance(said, dict) or not all(isinstance(table, dict) for table in said.values()):
        raise Misspoken("values_no_object")
    if twice := _twice(["".join(text.words(header)) for header in said]):
        raise Misspoken("value_twice", value=next(each for each in said if "".join(text.words(each)) == twice))
    for header, table in said.items():
        for value, meaning in table.items():
            if meaning is not None and not isinstance(meaning, str):
                raise Misspoken("no_meaning", header=header, value=value)
    return {header: {value: meaning or "" for value, meaning in table.items()} for header, table in said.items()}


def _once_of_values(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = _twice([words.key(name) for name, _ in pairs])
    if twice:
        raise Misspoken("value_twice", value=next(name for name, _ in pairs if words.key(name) == twice))
    return dict(pairs)


def kinds_of(meant: Mapping[str, str]) -> list[str]:
    """The kinds of files that know all of these fields."""
    fields = set(meant.values()) - {""}
    return [name for name, kind in KINDS.items() if fields <= {each.name for each in kind.fields}]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = _twice([" ".join(text.words(name)) for name, _ in pairs])
    if twice:
        raise Misspoken("column_twice", header=next(name for name, _ in pairs if " ".join(text.words(name)) == twice))
    return dict(pairs)


def _twice(names: Sequence[str]) -> str:
    return next((name for place, name in enumerate(names) if name and name in names[:place]), "")
