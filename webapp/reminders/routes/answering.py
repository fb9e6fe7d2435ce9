"""What is answered after a change: the list as it is now, with what was done and how to take it back."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext, ngettext

from webapp import clock, db, filters, here, htmx, paging
from webapp.htmx import Answer
from webapp.models import Reminder, StaffMember
from webapp.paging import or_404
from webapp.reminders import forms
from webapp.reminders.queries import detail, history, listing, words
from webapp.reminders.routes.listing import Address, context, outline
from webapp.reminders.rules import transitions as changes


def changed(
    reminder_id: int, following: int | None, text: str, *, undo_at: datetime | None = None, status: int = 200
) -> Answer:
    """The list with this reminder, if it is still in it, or the following one open."""
    if htmx.wants_fragment():
        seen = outline(reminder_id)
        stays = following is None or seen.contains
        return _fragment(context(reminder_id if stays else following or None, seen), text, undo_at, status)
    or_404(detail.find(reminder_id))
    stays = following is None or listing.is_in(forms.wanted(request.args), reminder_id, here.today())
    return _page(reminder_id if stays else following or None, text, status)


def whole(text: str, undo_at: datetime | None, *, status: int = 200) -> Answer:
    return _fragment(context(), text, undo_at, status) if htmx.wants_fragment() else _page(None, text, status)


def refused(reminder_id: int, change: str) -> Answer:
    """Somebody was quicker: who, and when."""
    if htmx.wants_fragment():
        shown = context(reminder_id)
        return _fragment(shown, _why_not(shown["open"].reminder, change), None, 422)
    return _page(reminder_id, _why_not(or_404(detail.find(reminder_id)), change), 422)


def _why_not(reminder: Reminder, change: str) -> str:
    stands = changes.obstacle(reminder, change) or change
    last = history.last_change(reminder.id, stands)
    if last and stands in words.ALREADY:
        at, name = last
        return str(words.ALREADY[stands]) % {"name": name or "Relance", "when": when(at)}
    return str(words.NOT_SO)


def when(at: datetime) -> str:
    """At an hour of today, or on a day."""
    same_day = filters.day_short(at) == filters.day_short(clock.now())
    if same_day:
        return str(gettext("today at %(hour)s", hour=filters.hour(at)))
    return str(gettext("on %(day)s at %(hour)s", day=filters.day_long(at), hour=filters.hour(at)))


def _fragment(shown: dict[str, Any], text: str, undo_at: datetime | None, status: int) -> Answer:
    address, number = shown["address"], shown["page"].number
    url = address.open(shown["open"].reminder.id) if shown["chosen"] else address(page=number)
    shown |= {"said": text, "failed": status != 200}
    if undo_at:
        shown["undo"] = address.act("undo", at=db.instant_text(undo_at))
    return render_template("reminders/_changed.html", **shown), status, {"HX-Push-Url": url}


def _page(open_id: int | None, text: str, status: int) -> Answer:
    address = Address(forms.wanted(request.args), paging.number(request.args.get("page")))
    flash(text, "message" if status == 200 else "warn")
    return redirect(address.open(open_id) if open_id else address(page=address.page), 303)


def assigned(member: StaffMember | None, count: int) -> str:
    """Whose they are now, with their exact number."""
    number = filters.number(count)
    if member is None:
        return str(ngettext("%(n)s reminder is nobody’s now.", "%(n)s reminders are nobody’s now.", count, n=number))
    return str(
        ngettext(
            "%(n)s reminder given to %(name)s.", "%(n)s reminders given to %(name)s.", count, n=number, name=member.name
        )
    )


def said(state: str, count: int) -> str:
    """What was done, with its exact number."""
    number = filters.number(count)
    sentences = {
        "done": ngettext("%(n)s reminder done.", "%(n)s reminders done.", count, n=number),
        "answered": ngettext(
            "Appointment noted for %(n)s reminder.", "Appointment noted for %(n)s reminders.", count, n=number
        ),
        "visited": ngettext("Visit noted for %(n)s reminder.", "Visit noted for %(n)s reminders.", count, n=number),
        "cancelled": ngettext("%(n)s reminder cancelled.", "%(n)s reminders cancelled.", count, n=number),
        "deleted": ngettext("%(n)s reminder deleted.", "%(n)s reminders deleted.", count, n=number),
    }
    return str(sentences[state])
