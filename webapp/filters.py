"""How dates, numbers, telephones and addresses are written, in French as the OQLF wants them and in English.

No-break spaces: before `h` and units, inside numbers, after the area code (Banque de dépannage linguistique).
"""

import functools
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask
from flask_babel import ngettext, pgettext

from webapp import channels, clock, here, postal, text
from webapp.languages import LOCALES, current, pick
from webapp.later import Later

phonenumbers = Later("phonenumbers")
NBSP = "\u00a0"
NNBSP = "\u202f"
NEAR = 100  # days: farther off, how many there are says nothing


def _locale() -> str:
    return LOCALES[current()]


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return here.local(value)
    return value


def _first(day: date, written: str) -> str:
    """The first of the month is "1er" in French."""
    return f"1er{written[1:]}" if current() == "fr" and day.day == 1 and written.startswith("1") else written


def day_long(value: date | datetime | None, weekday: bool = False) -> str:
    """Written "1er mars 2026", "Tuesday, March 3, 2026". An instant is shown as the clinic's day."""
    if value is None:
        return ""
    day = _local(value)
    if current() == "en":
        return format_date(day, "EEEE, MMMM d, y" if weekday else "MMMM d, y", locale=_locale()).replace(" ", NBSP)
    written = _first(day, format_date(day, "d MMMM y", locale=_locale())).replace(" ", NBSP)
    return f"{format_date(day, 'EEEE', locale=_locale())} {written}" if weekday else written


def day_named(value: date | datetime) -> str:
    """As one says a day that is not far: "vendredi 6 mars", with the year when it is not this one."""
    day = _local(value)
    if day.year != here.today().year:
        return day_long(day, weekday=True)
    if current() == "en":
        return format_date(day, "EEEE, MMMM d", locale=_locale()).replace(" ", NBSP)
    written = _first(day, format_date(day, "d MMMM", locale=_locale())).replace(" ", NBSP)
    return f"{format_date(day, 'EEEE', locale=_locale())} {written}"


def day_short(value: date | datetime | None, today: date | None = None) -> str:
    """For lists: "22 févr.", with the year when it is not that of `today` (default: the clinic's today)."""
    if value is None:
        return ""
    day = _local(value)
    if today is None:
        today = here.today()
    same = day.year == today.year
    pattern = ("MMM d" if same else "MMM d, y") if current() == "en" else ("d MMM" if same else "d MMM y")
    return _first(day, _day(day, pattern, _locale())).replace(" ", NBSP)


def day_said(value: date | str | None) -> str:
    """Under a field: "samedi 5 décembre 2026, dans 12 jours"; empty for what is no day. As static/js/days.js."""
    try:
        day = clock.parse_day(value) if isinstance(value, str) else value
    except ValueError:
        return ""
    if day is None:
        return ""
    days = (day - here.today()).days
    if abs(days) > NEAR:
        return day_long(day, weekday=True)
    if abs(days) < 2:
        far = (pgettext("day", "yesterday"), pgettext("day", "today"), pgettext("day", "tomorrow"))[days + 1]
    elif days < 0:
        far = ngettext("%(num)d day ago", "%(num)d days ago", -days)
    else:
        far = ngettext("in %(num)d day", "in %(num)d days", days)
    return f"{day_long(day, weekday=True)}, {str(far).replace(' ', NBSP)}"


def month(value: date, short: bool = False) -> str:
    """ "mars 2026"; short, under a picture: "mars"."""
    return format_date(value, "MMM" if short else "MMMM y", locale=_locale()).replace(" ", NBSP)


def weekday(number: int) -> str:
    """The name of an ISO weekday: 1 → "lundi", "Monday"."""
    names: dict[int, str] = dict(get_day_names("wide", locale=_locale()))
    return names[number - 1]


def hour(value: datetime | None) -> str:
    """Written "14 h 30", "9 h" (no leading zero, no h 00); in English "2:30 pm", as a sentence may end in it."""
    if value is None:
        return ""
    at = here.local(value)
    if current() == "en":
        half = "am" if at.hour < 12 else "pm"
        return f"{at.hour % 12 or 12}:{at.minute:02d}{NBSP}{half}"
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02d}" if at.minute else "")


def second(value: datetime) -> str:
    """To the second, as what was done to a message is compared with a server's log: "9 h 5 min 12 s", "9:05:12 am"."""
    at = here.local(value)
    if current() == "en":
        return f"{at.hour % 12 or 12}:{at:%M:%S}{NBSP}{'am' if at.hour < 12 else 'pm'}"
    return f"{at.hour}{NBSP}h {at.minute}{NBSP}min {at.second}{NBSP}s"


def clock_hour(value: int) -> str:
    """A whole hour of the clock: 2 → "2 h", "2:00 am"."""
    if current() == "en":
        return f"{value % 12 or 12}:00{NBSP}{'am' if value < 12 else 'pm'}"
    return f"{value}{NBSP}h"


def clock_time(value: time) -> str:
    """An hour of the clock, of no day: "8 h 30", "8:30 am"."""
    if current() == "en":
        return f"{value.hour % 12 or 12}:{value.minute:02d}{NBSP}{'am' if value.hour < 12 else 'pm'}"
    return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02d}" if value.minute else "")


def moment(value: datetime | None) -> str:
    """A short day and the hour: "22 févr. à 14 h 30", "Feb. 22, 2:30 pm"."""
    between = ", " if current() == "en" else " à "
    return "" if value is None else f"{day_short(value)}{between}{hour(value)}"


def day_or_moment(value: datetime) -> str:
    """A short day; with the hour unless it is midnight, which stands for whatever hour."""
    return moment(value) if here.local(value).time() != time() else day_short(value)


def number(value: int | float | Decimal | None, digits: int | None = None) -> str:
    """Written "2 796" in French, "2,796" in English; `digits` after the comma, fixed."""
    if value is None:
        return ""
    return _number(value, digits, _locale())


@functools.lru_cache(maxsize=2048, typed=True)  # a list says the same few again and again
def _number(value: int | float | Decimal, digits: int | None, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else ".###" if digits is None else "")
    return format_decimal(value, pattern, locale=locale).replace(NNBSP, NBSP)


@functools.lru_cache(maxsize=2048)
def _day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


def counting(one: str, many: str, n: int, **values: object) -> str:
    """A sentence that counts: `n` stands in it as one writes it, as %(n)s or as %(shown)s."""
    return ngettext(one, many, n, n=number(n), shown=number(n), **values)


def percent(share: float) -> str:
    """0.2564 → "25,64 %", "25.64%"."""
    return format_percent(share, "#,##0.## %" if current() == "fr" else "#,##0.##%", locale=_locale()).replace(
        " ", NBSP
    )


def money(cents: int | None) -> str:
    """123456 → "1 234,56 $", "$1,234.56"."""
    return "" if cents is None else _money(cents, _locale())


@functools.lru_cache(maxsize=4096)  # a list says the same prices again and again
def _money(cents: int, locale: str) -> str:
    return format_currency(Decimal(cents) / 100, "CAD", locale=locale).replace(NNBSP, NBSP).replace("CA$", "$")


def price(small: int | None) -> str:
    """Hundredths of a cent, of what is paid by the piece: 83 → "0,0083 $", 500 → "0,05 $"."""
    if small is None:
        return ""
    said = format_currency(Decimal(small) / 10_000, "CAD", locale=_locale(), decimal_quantization=False)
    return said.replace(NNBSP, NBSP).replace("CA$", "$")


def quantity(milli: int | None) -> str:
    """Thousandths: 500 → "0,5", 2000 → "2"."""
    return "" if milli is None else number(Decimal(milli) / 1000)


def phone(e164: str | None) -> str:
    """As it is dialled at the clinic: "514 555-1234"; abroad with its country code; as it stands if it is no E.164."""
    if not e164:
        return ""
    if e164.startswith("+1") and len(e164) == 12 and e164[1:].isdigit():
        return f"{e164[2:5]}{NBSP}{e164[5:8]}-{e164[8:]}"
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    written: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return written.replace(" ", NBSP)


def lot_number(batch: Any, part: Any = None) -> str:
    """A batch or a part of it as people say it: "253", "253-2"; empty without one."""
    return "" if batch is None else f"{batch.number}-{part.number}" if part else str(batch.number)


def age(born_on: date | None, today: date | None = None) -> str:
    """Written "6 ans", "3 mois", "12 jours"; empty when unknown."""
    if born_on is None:
        return ""
    today = today or here.today()
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months >= 24:
        written = ngettext("%(num)d year", "%(num)d years", months // 12)
    elif months >= 2:
        written = ngettext("%(num)d month", "%(num)d months", months)
    else:
        written = ngettext("%(num)d day", "%(num)d days", max(0, (today - born_on).days))
    return str(written).replace(" ", NBSP)


def size(count: int) -> str:
    """Bytes as people read them: "14,2 Mo"."""
    units = ("o", "ko", "Mo", "Go") if current() == "fr" else ("bytes", "kB", "MB", "GB")
    value, unit = float(count), 0
    while value >= 1000 and unit < len(units) - 1:
        value, unit = value / 1000, unit + 1
    return f"{number(round(value, 1))}{NBSP}{units[unit]}"


FILTERS = (
    day_long,
    day_named,
    day_short,
    day_said,
    month,
    weekday,
    hour,
    second,
    clock_hour,
    moment,
    day_or_moment,
    number,
    percent,
    money,
    price,
    quantity,
    phone,
    postal.address_lines,
    postal.country,
    age,
    lot_number,
    size,
)


def init_app(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(
        {f.__name__: f for f in FILTERS},
        initials=text.initials,
        inside=text.inside,
        first_name=text.first_name,
    )
    app.jinja_env.globals.update(pick=pick, channels=channels, today_here=here.today)
