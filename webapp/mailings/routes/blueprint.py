"""Where the pages of mailings hang."""

from datetime import date, datetime

from babel.dates import format_date
from flask import Blueprint

from webapp import filters, here
from webapp.languages import LOCALES, current

bp = Blueprint("mailings", __name__)


@bp.app_template_filter("day_weekday")
def day_weekday(value: date | datetime) -> str:
    """For the cells of waves: "jeudi 8 janv.", "Thu, Jan 8"."""
    day = here.day(value) if isinstance(value, datetime) else value
    weekday = format_date(day, "EEE," if current() == "en" else "EEEE", locale=LOCALES[current()])
    return f"{weekday} {filters.day_short(day)}"


@bp.app_template_filter("lower_first")
def lower_first(words: str) -> str:
    """As it stands inside a sentence."""
    words = str(words)
    return words[:1].lower() + words[1:]
