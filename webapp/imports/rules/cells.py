"""A column of text → a column of values as the database holds them, or Doubt where the text cannot be meant.

Columns are read whole, a chunk at a time: what is written again and again (dates, prices, yes and no) is worked out
once and looked up from then on, which is what makes a million rows a matter of seconds.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from webapp import contacts
from webapp.imports.rules import amounts, blanks, codes, crowded, dates, lines, words

Column = list[Any]
ERROR = "error_cell"  # the code of a Doubt: what a spreadsheet writes where it failed
MEMORY = 50_000  # different texts that a column remembers


@dataclass(frozen=True)
class Doubt:
    """What stood there, and the code of why it was not taken, or not all of it: then `taken` says what was."""

    code: str
    value: str
    taken: crowded.Taken | None = None


@dataclass(frozen=True)
class Customs:
    """How this file writes things, and where its clinic is."""

    this_year: int
    zone: tzinfo
    instant_text: Callable[[datetime], str]
    region: str = "CA"
    day_default: str = "dmy"  # the order where a column does not tell
    day_order: str = ""  # of the column at hand
    decimal: str | None = None  # of the column at hand
    today: str = ""  # ISO
    header: str = ""  # of the column at hand
    alphabet: frozenset[str] = frozenset()  # the different words of the column at hand, if it has few


class Reader:
    """Text on one line. NULL, N/A and a lone dash are nothing; an error of a spreadsheet is a Doubt."""

    empty: Any = ""  # what stands for a Doubt
    failed = False  # whether errors stood in the column that was read last
    no_days: Collection[str] = ()  # dates that stand for none, of all columns that were read

    def column(self, cells: Sequence[str]) -> Column:
        return self._unusual(cells, texts(cells))

    def _unusual(self, cells: Sequence[str], read: Column) -> Column:
        self.failed = False
        if not blanks.hold_none(cells):
            self.failed = not blanks.ERRORS.isdisjoint(cells)
            for place, cell in enumerate(cells):
                if cell in blanks.UNUSUAL:
                    read[place] = Doubt(ERROR, cell) if cell in blanks.ERRORS else ""
        return read

    def may_doubt(self, cells: Sequence[str]) -> bool:
        """Whether a Doubt may be among the values of these cells: if not, nobody needs to look."""
        return self.failed


class Memo(dict[str, Any], Reader):
    """Texts and what they mean, worked out on first sight."""

    empty = None

    def __init__(self, meaning: Callable[[str], Any]) -> None:
        super().__init__()
        self.meaning = meaning
        self.doubtful: set[str] = set()
        self.doubts_much = False
        self.no_days: set[str] = set()

    def __missing__(self, key: str) -> Any:
        if len(self) >= MEMORY:
            self.clear()  # but not what is doubtful: it may stand in the column that is being read
        failed = key in blanks.ERRORS
        value = self[key] = Doubt(ERROR, key) if failed else self.meaning("" if key in blanks.BLANK else key)
        if value is None and blanks.is_for_none(key):
            self.no_days.add(key)
        if value.__class__ is Doubt and not self.doubts_much:
            self.doubtful.add(key)
            self.doubts_much = len(self.doubtful) > MEMORY
        return value

    def column(self, cells: Sequence[str]) -> Column:
        return list(map(self.__getitem__, cells))

    def may_doubt(self, cells: Sequence[str]) -> bool:
        return self.doubts_much or not self.doubtful.isdisjoint(cells)


class Notes(Reader):
    """Text that may have lines."""

    def column(self, cells: Sequence[str]) -> Column:
        return self._unusual(cells, [clean(cell, lines=True) for cell in cells])


# Characters that no name or note needs: controls, marks of byte order and of direction.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LINE_ENDS = re.compile(r"\s*[\r\n]+\s*")


def clean(value: str, *, lines: bool = False) -> str:
    """Text without what cannot be seen; on one line unless `lines`. Nothing else is touched."""
    if value.isprintable():
        return value.strip()
    value = _UNSEEN.sub("", value)
    if lines:
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _LINE_ENDS.sub(" ", value).replace("\t", " ").strip()


def texts(cells: Sequence[str]) -> Column:
    """Text on one line. Most columns need nothing done to them, which is told by looking at all of it at once."""
    whole = f"|{'|'.join(cells)}|"
    if whole.isprintable() and "| " not in whole and " |" not in whole:
        return list(cells)
    return [clean(cell) for cell in cells]


def reader(reads: str, customs: Customs) -> Reader:
    """How a column of this type is read. References and names of things are text: the database knows what they mean."""
    if reads == "note":
        return Notes()
    meanings: dict[str, Callable[[str], Any]] = {
        "email": _email,
        "phone": _phone(customs.region),
        "country": contacts.country,
        "yes": _coded(codes.yes),
        "sex": _coded(codes.sex(customs.alphabet)),
        "altered": _coded(codes.altered(customs.alphabet, _day(customs))),
        "life": _coded(codes.life(customs.header, customs.alphabet, customs.today, _day(customs))),
        "elsewhere": _coded(codes.elsewhere),
        "active": _coded(codes.active),
        "language": _coded(codes.of("language", words.LANGUAGES)),
        "status": _status,
        "reminder_status": _coded(codes.reminder_status),
        "item_kind": _coded(codes.of("item_kind", {**words.PRODUCT_OR_SERVICE, **lines.WORDS})),
        "line_type": lambda cell: lines.WORDS.get(words.key(clean(cell))),
        "date": _date("date", customs),
        "birth": _birth(customs),
        "instant": _instant(customs),
        "time": _time,
        "money": _number("money", 100, customs),
        "quantity": _number("quantity", 1000, customs),
        "minutes": _minutes,
    }
    return Memo(meanings[reads]) if reads in meanings else Reader()


def _email(cell: str) -> Any:
    value = clean(cell)
    try:
        # Before an address an apostrophe is a spreadsheet's mark for text, though the standard allows it there.
        address = contacts.email(value if value[:1] != "'" else f"<{value}>")
    except contacts.Doubtful:
        taken = crowded.email(value)
        if taken is None or crowded.is_placeholder(taken.value):
            return Doubt("email", value)
        return Doubt("email_several" if taken.rest else "email_within", value, taken)
    return Doubt("email_nobody", value) if crowded.is_placeholder(address) else address


def _phone(region: str) -> Callable[[str], Any]:
    def meaning(cell: str) -> Any:
        value = clean(cell)
        try:
            return contacts.phone(value, region)
        except contacts.Doubtful:
            taken = crowded.phone(value, region)
            return Doubt(
                "phone_several" if taken and taken.others else "phone_within" if taken else "phone", value, taken
            )

    return meaning


def postal_code(cell: str, country: str) -> Any:
    """A postal code, once the country is known."""
    try:
        return contacts.postal_code(cell, country)
    except contacts.Doubtful:
        return Doubt("postal_code", cell)


def _coded(find: Callable[[str], Any]) -> Callable[[str], Any]:
    """What `find` says of a word; a Doubt where it raises Unknown."""

    def meaning(cell: str) -> Any:
        value = clean(cell)
        if not value:
            return None
        try:
            return find(value)
        except codes.Unknown as unknown:
            return Doubt(unknown.code, value)

    return meaning


def _status(cell: str) -> Any:
    """The state of an appointment. One that nobody can read is taken as such: it answers nothing."""
    value = clean(cell)
    found = words.status(value) if value else None
    return Doubt(found, value, crowded.Taken(found)) if found == words.UNCLEAR else found


def _date(code: str, customs: Customs) -> Callable[[str], Any]:
    def meaning(cell: str) -> Any:
        value = clean(cell)
        if dates.is_blank(value):
            return None
        day = dates.day(value, customs.day_order or customs.day_default, customs.this_year, customs.day_default)
        if day and "1971" <= day < "2079":
            return day
        return None if blanks.is_no_day(day or value) else day or Doubt(code, value)

    return meaning


def _day(customs: Customs) -> Callable[[str], str | None]:
    """A text as a day, where it is one."""
    date = _date("date", customs)

    def day(value: str) -> str | None:
        found = date(value)
        return found if isinstance(found, str) else None

    return day


def _birth(customs: Customs) -> Callable[[str], Any]:
    """A date; one to come cannot be when an animal was born."""
    date = _date("birth", customs)

    def meaning(cell: str) -> Any:
        day = date(cell)
        if isinstance(day, str) and day > (customs.today or f"{customs.this_year + 1}-12-31"):
            return Doubt("birth", clean(cell))
        return day

    return meaning


def _instant(customs: Customs) -> Callable[[str], Any]:
    def meaning(cell: str) -> Any:
        value, order = clean(cell), customs.day_order or customs.day_default
        if dates.is_blank(value):
            return None
        at = dates.instant(value, order, customs.this_year, customs.zone, customs.day_default)
        if (at is None or not 1971 <= at.year < 2079) and blanks.is_no_day(value):
            return None
        return customs.instant_text(at) if at else Doubt("date", value)

    return meaning


def _time(cell: str) -> time | Doubt | None:
    value = clean(cell)
    return (dates.clock_time(value) or Doubt("time", value)) if value else None


def _number(code: str, scale: int, customs: Customs) -> Callable[[str], Any]:
    def meaning(cell: str) -> Any:
        value = clean(cell)
        if not value:
            return None
        number = amounts.parse(value, scale=scale, decimal=customs.decimal)
        return Doubt(code, value) if number is None else number

    return meaning


_DURATION = re.compile(
    r"(?:(\d{1,3})\s*(?:h|:|hrs?|heures?|hours?)\s*)?(?:(\d{1,4})\s*(?:m|mins?|minutes?)?)?(?::00)?\.?", re.I
)


def _minutes(cell: str) -> int | Doubt | None:
    value = clean(cell)
    found = _DURATION.fullmatch(unicodedata.normalize("NFKC", value))
    if not value:
        return None
    if not found or not (found[1] or found[2]):
        return Doubt("minutes", value)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
    return minutes if 0 < minutes <= 1440 else Doubt("minutes", value)
