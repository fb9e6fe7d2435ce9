"""What stands in a cell for nothing, what a spreadsheet writes where it failed, and days that stand for no day."""

import re
from collections.abc import Iterable

# As they are written by databases and spreadsheets. "Null" is a family name, and "NA" a status.
BLANK_TEXT = (
    "NULL null (null) (NULL) <null> <NULL> [null] [NULL] \\N - -- --- – — n/d N/D N/A n/a N/a n.d. N.D. n.a. N.A. "
    "NaN nan undefined nil None none #"
)
BLANK = frozenset(BLANK_TEXT.split())

# English and French Excel, LibreOffice.
ERRORS_TEXT = (
    "#N/A #N/D #REF! #VALUE! #VALEUR! #NAME? #NOM? #NULL! #NUL! #NUM! #NOMBRE! #DIV/0! #SPILL! #PROPAGATION! #CALC! "
    "#GETTING_DATA #BLOCKED! #CONNECT! #FIELD! #UNKNOWN! Err:502 Err:504 Err:508 Err:509 Err:522"
)
ERRORS = frozenset(ERRORS_TEXT.split())
UNUSUAL = BLANK | ERRORS


def hold_none(cells: Iterable[str]) -> bool:
    """Whether none of these cells needs to be looked at."""
    return UNUSUAL.isdisjoint(cells)


_PARTS = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:[T\s].*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
# SQL Server, Delphi and Access, .NET, Unix, and what is written for "never" and "for ever".
_NO_DAYS = {(1, 1), (6, 6), (30, 12), (12, 30), (31, 12), (12, 31)}
_EARLIEST, _LATEST = 1901, 2079


def is_no_day(value: str) -> bool:
    """Whether a date stands for "none": 1753-01-01, 1899-12-30, 31/12/9999, 1900-01-01 00:00:00."""
    found = _PARTS.fullmatch(value) or _COMPACT.fullmatch(value)
    if not found:
        return False
    a, b, c = found.groups()
    if len(a) == 4:
        year, others = int(a), (int(b), int(c))
    elif len(c) == 4:
        year, others = int(c), (int(a), int(b))
    else:
        return False
    return others in _NO_DAYS and (year <= _EARLIEST or year >= _LATEST or (year, others) == (1970, (1, 1)))


_ZEROS = re.compile(r"0{1,4}[/.\-]0{1,2}[/.\-]0{1,4}(?:[T\s].*)?")


def is_for_none(value: str) -> bool:
    """Whether somebody wrote a date where there is none: one that stands for "none", or zeros."""
    value = value.strip()
    return is_no_day(value) or _ZEROS.fullmatch(value) is not None
