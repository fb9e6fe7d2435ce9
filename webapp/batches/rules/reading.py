"""One value of a criteria document → a typed value, or a problem noted."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from webapp import periods
from webapp.batches.rules import ages
from webapp.batches.rules.ages import Age
from webapp.batches.rules.refusals import Problem

_BATCH = re.compile(r"[1-9]\d{0,8}(-[1-9]\d{0,4})?", re.ASCII)
MOST = 5_000  # entries of a list: SQLite takes no more than some thirty thousand values in one statement
Document = Mapping[str, Any]
T = TypeVar("T")


@dataclass
class Reader:
    """Reads values and gathers what is wrong with them. None in a document is as good as absent."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, key: str, code: str, value: Any = None, **words: str) -> None:
        """Note a problem; the reading goes on, so that all are told at once."""
        self.problems.append(Problem(key, code, value, tuple(words.items())))

    def parts(self, document: Any, key: str, known: Iterable[str]) -> Document:
        """An object with no keys but these; an empty one where it is absent."""
        if document is None:
            return {}
        if not isinstance(document, Mapping):
            self.refuse(key, "not_an_object_here", document)
            return {}
        return self.known(document, known, prefix=f"{key}.")

    def known(self, document: Document, known: Iterable[str], prefix: str = "") -> Document:
        """The document without the keys that nobody knows."""
        known = set(known)
        for key in document:
            if key not in known:
                self.refuse(f"{prefix}{key}", "unknown_key")
        return {key: value for key, value in document.items() if key in known}

    def names(self, value: Any, key: str) -> tuple[str, ...]:
        """A list of names or codes, each once. A code may be written as a number."""
        found: list[str] = []
        for each in self.items(value, key):
            plain = str(each).strip() if isinstance(each, str | int) and not isinstance(each, bool) else ""
            if plain:
                found.append(plain)
            else:
                self.refuse(key, "not_a_name", each)
        return tuple(dict.fromkeys(found))

    def items(self, value: Any, key: str, most: int = MOST) -> list[Any]:
        """A list; an empty one where it is absent."""
        if value is None or isinstance(value, list | tuple):
            if len(value or ()) <= most:
                return list(value or ())
            self.refuse(key, "too_many", most)
        else:
            self.refuse(key, "not_a_list", value)
        return []

    def either(self, value: Any, key: str) -> bool | None:
        """True, false, or null for both."""
        if value is None or isinstance(value, bool):
            return value
        self.refuse(key, "not_yes_or_no", value)
        return None

    def flag(self, value: Any, key: str) -> bool:
        if not isinstance(value, bool):
            self.refuse(key, "not_true_or_false", value)
        return bool(value)

    def choice(self, value: Any, key: str, choices: Iterable[str]) -> str | None:
        """One of these words, or none."""
        if value is None or (isinstance(value, str) and value in choices):
            return value
        self.refuse(key, "not_one_of", value)
        return None

    def day(self, value: Any, key: str) -> date | None:
        """A day written "2026-03-05", or None."""
        return self._understood(value, key, "not_a_day", lambda: periods.day(value) if isinstance(value, str) else None)

    def age(self, value: Any, key: str) -> Age | None:
        """An age written "years.months.days", as "0.6.0"."""
        return self._understood(value, key, "not_an_age", lambda: ages.parse(value))

    def _understood(self, value: Any, key: str, code: str, read: Callable[[], T | None]) -> T | None:
        found = None if value is None else read()
        if value is not None and found is None:
            self.refuse(key, code, value)
        return found

    def two_days(self, value: Any, key: str) -> tuple[date, date] | None:
        """The first and the last day of a period, both in it."""
        if value is None:
            return None
        if not isinstance(value, list | tuple) or len(value) != 2 or None in value:
            self.refuse(key, "not_two_days", value)
            return None
        first, last = self.day(value[0], key), self.day(value[1], key)
        if first and last and last < first:
            self.refuse(key, "days_upside_down", list(value))
        return (first, last) if first and last else None

    def batches(self, value: Any, key: str, most: int) -> tuple[str, ...]:
        """Numbers of batches, or of their parts."""
        found = []
        for each in self.items(value, key, most):
            if isinstance(each, str | int) and not isinstance(each, bool) and _BATCH.fullmatch(str(each).strip()):
                found.append(str(each).strip())
            else:
                self.refuse(key, "not_a_number", each)
        return tuple(dict.fromkeys(found))
