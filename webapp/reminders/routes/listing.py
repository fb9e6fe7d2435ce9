"""The to-do list, and one reminder open beside it."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.clients.rules import gender
from webapp.htmx import Answer
from webapp.models import Reminder
from webapp.paging import Page, or_404
from webapp.reminders import forms
from webapp.reminders.queries import detail, history, listing, words
from webapp.reminders.routes.blueprint import bp
from webapp.reminders.rules import transitions
from webapp.reminders.rules.filters import ReminderFilter

PRINTED = 500  # rows of a sheet


@bp.get("/reminders")
@allow(Role.RECEPTION)
def index() -> Answer:
    """What is to do, what is awaited, what is over; beside it, where there is room, the first of them."""
    return htmx.render("reminders/index.html", "reminders/_changed.html", **context())


@bp.get("/reminders/<int:reminder_id>")
@allow(Role.RECEPTION)
def show(reminder_id: int) -> Answer:
    """One reminder: beside its list, or alone where there is no room."""
    return htmx.render("reminders/index.html", "reminders/_changed.html", **context(reminder_id))


@bp.get("/reminders/sheet")
@allow(Role.RECEPTION)
def sheet() -> str:
    """The list as a sheet of paper, to call from."""
    wanted = forms.wanted(request.args)
    page = listing.page(wanted, 1, here.today(), size=PRINTED)
    whys = history.whys(page.items, history.messages([each.id for each in page.items]))
    return render_template(
        "reminders/sheet.html", wanted=wanted, page=page, whys=whys, params=forms.params(wanted),
        title_of=detail.title, today=here.today(), words=words,
    )  # fmt: skip


def outline(reminder_id: int | None = None) -> listing.Outline:
    """The page of the list that the address asks for; with a reminder, whether the list has it."""
    number = paging.number(request.args.get("page"))
    return listing.outline(forms.wanted(request.args), number, here.today(), reminder_id=reminder_id)


def context(open_id: int | None = None, known: listing.Outline | None = None) -> dict[str, Any]:
    """All that the list and the open reminder show."""
    wanted, seen = forms.wanted(request.args), known or outline()
    split = or_404(detail.split(seen.ids, open_id, clock.now()))
    first = split.open.reminder if split.open else None
    return {
        "wanted": wanted,
        "page": Page(split.rows, seen.number, seen.total),
        "tabs": seen.tabs,
        "waiting": seen.waiting,
        "whys": split.whys,
        "open": split.open,
        "chosen": open_id is not None,
        "types": seen.types,
        "members": seen.members,
        "title_of": detail.title,
        "kind_of": detail.kind,
        "address": Address(wanted, seen.number),
        "today": here.today(),
        "words": words,
        "because": transitions.BY_A_PERSON,
        "offers": offers(first),
        "gender": gender(first.client.title) if first else "",
    }


def offers(reminder: Reminder | None) -> list[str]:
    """The changes that are worth a button."""
    return [each for each in transitions.CHANGES if reminder and not transitions.obstacle(reminder, each)]


class Address:
    """Addresses of this list: `address(q=…)`, `address.open(7)`, `address.act("enter", …)`."""

    def __init__(self, wanted: ReminderFilter, page: int) -> None:
        self.wanted = wanted
        self.page = page
        self.params = forms.params(wanted, page)

    def __call__(self, page: int = 1, **changes: Any) -> str:
        """The list with something else asked for."""
        return url_for("reminders.index", **forms.params(replace(self.wanted, **changes), page))

    def tab(self, name: str) -> str:
        """The same in another tab."""
        return url_for("reminders.index", **forms.params(listing.in_tab(self.wanted, name)))

    def open(self, reminder_id: int) -> str:
        """A reminder open beside this page of the list."""
        return self.act("show", reminder_id=reminder_id)

    def act(self, view: str, **values: Any) -> str:
        """Something done from here, which comes back here."""
        return url_for(f"reminders.{view}", **values, **self.params)
