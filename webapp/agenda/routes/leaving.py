"""After how many visits the client left with an appointment."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from webapp import here, paging, periods
from webapp.access import Role, allow
from webapp.agenda import queries
from webapp.agenda.routes.blueprint import bp
from webapp.periods import Dated, Period


@bp.get("/leaving")
@allow(Role.RECEPTION)
def leaving() -> str:
    """This month, the last one, or twelve months; or the days that the address names."""
    today = here.today()
    asked = periods.asked(request.args, today=today, default=periods.month(today))
    wanted = Dated(Period(asked.first or periods.months_before(today, 12), min(asked.last or today, today)))
    total, each = queries.leaving(wanted.period, here.zone())
    return render_template(
        "agenda/leaving.html", wanted=wanted, total=total, each=each, presets=_presets(today), address=paging.address
    )


def _presets(today: date) -> list[tuple[Any, Period]]:
    first = today.replace(day=1)
    return [
        (gettext("This month"), Period(first, today)),
        (gettext("Last month"), periods.month(first - timedelta(days=1))),
        (gettext("Twelve months"), Period(periods.months_before(today, 12) + timedelta(days=1), today)),
    ]
