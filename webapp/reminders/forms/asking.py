"""Which reminders an address asks for, and the address that asks for them."""

import re
from collections.abc import Mapping
from typing import Any

from webapp import paging, periods
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules.filters import ReminderFilter

_BATCH = re.compile(r"\d{1,9}(?:-\d{1,5})?", re.ASCII)


def wanted(args: Mapping[str, str]) -> ReminderFilter:
    """What the address asks for; what makes no sense is passed over."""
    first, last = periods.day(args.get("from")), periods.day(args.get("to"))
    if first and last and last < first:
        first, last = last, first
    when = _one_of(args.get("when"), rules.WHENS)
    if when in ("", rules.DATES):
        when = rules.DATES if first or last else ""
    batch = args.get("batch", "").strip()
    return ReminderFilter(
        tab=_one_of(args.get("tab"), rules.TABS) or rules.TABS[0],
        q=args.get("q", "").strip()[: rules.LONGEST_SEARCH],
        type=paging.identifier(args.get("type")),
        responsible=paging.identifier(args.get("responsible")),
        when=when,
        first=first if when == rules.DATES else None,
        last=last if when == rules.DATES else None,
        reach=_one_of(args.get("reach"), rules.REACHES),
        batch=batch if _BATCH.fullmatch(batch) else "",
    )


def _one_of(value: str | None, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def params(asked: ReminderFilter, page: int = 1) -> dict[str, Any]:
    """The parameters of an address that asks for this; the usual is left out."""
    given: dict[str, Any] = {
        "tab": asked.tab if asked.tab != rules.TABS[0] else "",
        "q": asked.q,
        "type": asked.type,
        "responsible": asked.responsible,
        "when": asked.when if asked.when != rules.DATES else "",
        "from": asked.first,
        "to": asked.last,
        "reach": asked.reach,
        "batch": asked.batch,
        "page": page if page > 1 else None,
    }
    return {name: str(value) for name, value in given.items() if value not in ("", None)}
