"""The to-do list, one reminder open beside it, and what is answered after a change: the list as it is now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from webapp import channels, clock, db, filters, here, htmx, paging
from webapp.access import Role, allow
from webapp.clients.routes import names
from webapp.clients.rules import gender
from webapp.htmx import Answer
from webapp.models import Reminder, StaffMember
from webapp.paging import Page, or_404
from webapp.reminders import forms
from webapp.reminders.queries import detail, history, listing, quicker, words
from webapp.reminders.routes.blueprint import bp
from webapp.reminders.routes.narrowing import Narrowing
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
    whys = history.whys(page.items, history.messages([each.id for each in page.items]), here.today())
    return render_template(
        "reminders/sheet.html", wanted=wanted, page=page, whys=whys, params=forms.params(wanted),
        title_of=detail.title, today=here.today(), words=words,
    )  # fmt: skip


def outline(reminder_id: int | None = None) -> listing.Outline:
    """The page of the list that the address asks for; with a reminder, whether the list has it."""
    number = paging.number(request.args.get("page"))
    wanted, me = forms.wanted(request.args), g.signed_in.member.id
    return listing.outline(wanted, number, here.today(), me=me, reminder_id=reminder_id)


def context(open_id: int | None = None, known: listing.Outline | None = None) -> dict[str, Any]:
    """All that the list and the open reminder show."""
    wanted, seen = forms.wanted(request.args), known or outline()
    split = or_404(detail.split(seen.ids, open_id, clock.now(), opens=not wanted.to_call))
    first = split.open.reminder if split.open else None
    return {
        "wanted": wanted,
        "page": Page(split.rows, seen.number, seen.total),
        "tabs": seen.tabs,
        "waiting": seen.waiting,
        "later": seen.later,
        "whys": split.whys,
        "open": split.open,
        "chosen": open_id is not None,
        "types": seen.choices.types,
        "members": seen.choices.members,
        "narrowing": Narrowing(wanted, seen.choices, g.signed_in.member.id, "reminders.index"),
        "title_of": detail.title,
        "kind_of": detail.kind,
        "address": Address(wanted, seen.number),
        "today": here.today(),
        "words": words,
        "because": transitions.BY_A_PERSON,
        "offers": offers(first),
        "standing_of": transitions.standing,
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


# ---------- After a change: the list, with what was done and how to take it back.


def changed(
    reminder_id: int, following: int | None, text: str, *, undo_at: datetime | None = None, status: int = 200
) -> Answer:
    """The list with this reminder, if it is still in it, or the following one open."""
    if htmx.wants_fragment():
        seen = outline(reminder_id)
        stays = following is None or seen.contains
        return _fragment(context(reminder_id if stays else following or None, seen), text, undo_at, status)
    if status != 200:
        return _as_typed(reminder_id, text)
    or_404(detail.find(reminder_id))
    stays = following is None or listing.is_in(forms.wanted(request.args), reminder_id, here.today())
    return _page(reminder_id if stays else following or None, text, undo_at, 200)


def whole(text: str, undo_at: datetime | None, *, status: int = 200) -> Answer:
    return _fragment(context(), text, undo_at, status) if htmx.wants_fragment() else _page(None, text, undo_at, status)


def refused(reminder_id: int, change: str, seen: str | None = None) -> Answer:
    """Somebody was quicker: who, and when. `seen`: how it stood when it was shown."""
    if htmx.wants_fragment():
        shown = context(reminder_id)
        return _fragment(shown, quicker.why_not(shown["open"].reminder, change, seen), None, 422)
    return _as_typed(reminder_id, quicker.why_not(or_404(detail.find(reminder_id)), change, seen))


def not_taken(reminder_id: int, text: str) -> Answer:
    """The reminder with what was typed, and why nothing was done."""
    if htmx.wants_fragment():
        return _fragment(context(reminder_id), text, None, 422)
    return _as_typed(reminder_id, text)


def _as_typed(reminder_id: int, text: str) -> Answer:
    """The whole page again, with what was typed and why it was not taken."""
    return render_template("reminders/index.html", **context(reminder_id), typed=request.form, refusal=text), 422


def _fragment(shown: dict[str, Any], text: str, undo_at: datetime | None, status: int) -> Answer:
    address, number = shown["address"], shown["page"].number
    url = address.open(shown["open"].reminder.id) if shown["chosen"] else address(page=number)
    shown |= {"said": text, "failed": status != 200}
    if status != 200 and shown["chosen"]:
        shown |= {"typed": request.form, "refusal": text}
    if undo_at:
        shown["undo"] = address.act("undo", at=db.instant_text(undo_at))
    return render_template("reminders/_changed.html", **shown), status, {"HX-Push-Url": url}


def _page(open_id: int | None, text: str, undo_at: datetime | None, status: int) -> Answer:
    address = Address(forms.wanted(request.args), paging.number(request.args.get("page")))
    if undo_at:
        htmx.undoable(text, undo=address.act("undo", at=db.instant_text(undo_at)))
    else:
        flash(text, "message" if status == 200 else "warn")
    if status != 200:  # the page itself: an answer that was refused does not look like one that was taken
        return render_template("reminders/index.html", **context(open_id)), status
    return redirect(address.open(open_id) if open_id else address(page=address.page), 303)


def assigned(member: StaffMember | None, count: int, whom: str = "") -> str:
    """Whose they are now: of whom, if it is one, else with their exact number."""
    number = filters.number(count)
    if whom:
        given = gettext("Given to %(name)s", name=member.name) if member else gettext("Nobody’s in particular")
        return with_name(given, whom)
    if member is None:
        return ngettext("%(n)s reminder is nobody’s now.", "%(n)s reminders are nobody’s now.", count, n=number)
    return ngettext(
        "%(n)s reminder given to %(name)s.", "%(n)s reminders given to %(name)s.", count, n=number, name=member.name
    )


def said(state: str, count: int, whom: str = "", way: str = "phone") -> str:
    """What was done, of whom if it is one, with the exact number of several."""
    number = filters.number(count)
    if whom:
        several = filters.counting("%(n)s reminder", "%(n)s reminders", count) if count > 1 else ""
        what = channels.way(way).done if state == "done" else words.SAID[state]
        return with_name(str(what), whom, several)
    sentences = {
        "done": ngettext("%(n)s reminder done.", "%(n)s reminders done.", count, n=number),
        "cancelled": ngettext("%(n)s reminder cancelled.", "%(n)s reminders cancelled.", count, n=number),
        "deleted": ngettext("%(n)s reminder deleted.", "%(n)s reminders deleted.", count, n=number),
    }
    return str(sentences[state])


def left_alone(reminder_ids: Sequence[int]) -> str:
    """Who was left as they are, since they changed after they were shown; empty where nobody was."""
    if not reminder_ids:
        return ""
    return filters.counting(
        "%(n)s has changed since you saw it and stays as it is: %(whom)s.",
        "%(n)s have changed since you saw them and stay as they are: %(whom)s.",
        len(reminder_ids), whom=names(listing.names(reminder_ids), 3),
    )  # fmt: skip


def with_name(what: str, *whom: str) -> str:
    """What was done, and about whom: "Reached by telephone: Martin Couture"."""
    return gettext("%(what)s: %(whom)s", what=what, whom=", ".join(filter(None, whom)))
