"""The top level of the screens: one list, shown as the rail or as the foot bar."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, current_app, g, has_request_context, render_template, request, url_for
from flask_babel import lazy_gettext

from webapp import db, htmx
from webapp.access import Role


@dataclass(frozen=True)
class NavItem:
    """A place of the top level. `rooms` are the blueprints on whose pages it is the current one."""

    endpoint: str
    label: Any
    icon: str
    rooms: tuple[str, ...]
    role: Role = Role.RECEPTION
    count: int | None = None
    counts: bool = False  # whether a number may stand beside it
    wide_only: bool = False
    tucked: bool = False  # behind "More" on a wide screen as well: the rail holds what one needs all day
    current: bool = False
    url: str = ""


# The first four and "More" stand in the foot bar of a tablet; the rest is on the page behind "More".
# With more than these the rail would have to scroll in a window 800 pixels high.
PLACES = (
    NavItem("today.index", lazy_gettext("Today"), "sun", ("today", "holds")),
    NavItem("reminders.index", lazy_gettext("Reminders"), "bell", ("reminders", "calls", "second_contacts")),
    NavItem("batches.index", lazy_gettext("Batches and mailings"), "layers", ("batches", "mailings", "letters")),
    NavItem("clients.index", lazy_gettext("Clients"), "users", ("clients", "dossiers", "merges")),
    NavItem("animals.index", lazy_gettext("Patients"), "paw-print", ("animals",), wide_only=True),
    NavItem("agenda.index", lazy_gettext("Appointments"), "calendar", ("agenda",), wide_only=True),
    NavItem("outbox.index", lazy_gettext("Outbox"), "send", ("outbox", "consents"), wide_only=True),
    NavItem("message_templates.index", lazy_gettext("Templates"), "file-text", ("message_templates",), wide_only=True),
    NavItem(
        "clinic.index",
        lazy_gettext("Settings"),
        "settings",
        ("clinic", "staff", "accounts", "species"),
        Role.MANAGER,
        wide_only=True,
    ),
    NavItem("visits.index", lazy_gettext("Visits"), "stethoscope", ("visits",), tucked=True),
    NavItem("sales.index", lazy_gettext("Sales"), "receipt", ("sales",), tucked=True),
    NavItem("catalogue.index", lazy_gettext("Catalogue"), "package", ("catalogue",), tucked=True),
    NavItem("imports.index", lazy_gettext("Imports"), "download", ("imports",), Role.MANAGER, tucked=True),
)

# Pages of other rooms that are reached from the settings.
OF_THE_SETTINGS = (
    "letters.settings", "letters.set_logo", "reminders.types_index", "reminders.new_type", "reminders.edit_type",
    "reminders.answers_index", "reminders.edit_answers", "calls.settings",
)  # fmt: skip

# Pages of no place: the list of places, and one's own profile.
NOWHERE = ("today.more", "staff.me")

# A room that has something waiting gives the SELECT that counts it, without this page knowing the room.
counts: dict[str, Callable[[], Any]] = {}


def scalars(told: Mapping[str, Callable[[Any], int]] | None = None, /, **queries: Any) -> dict[str, Any]:
    """What a page asks for (db.scalars), with the counts of the rail in the same statement if they will be shown.

    `told`: those that what the page asks for tells by itself, and how.
    """
    shown = has_request_context() and (changes() or not htmx.wants_fragment())
    known = told or {}
    rail = {endpoint: count() for endpoint, count in counts.items() if endpoint not in known} if shown else {}
    found = db.scalars(**queries, **rail)
    if shown:
        told_by_it = {endpoint: count(found) for endpoint, count in known.items()}
        g.waiting = {endpoint: found.pop(endpoint) for endpoint in rail} | told_by_it
    return found


def changes() -> bool:
    """Whether this request may have changed what the rail counts."""
    return request.method not in ("GET", "HEAD")


def waiting() -> dict[str, int]:
    """What the rail counts, by the endpoint it stands at; asked once a request."""
    if g.waiting is None:
        g.waiting = db.scalars(**{endpoint: count() for endpoint, count in counts.items()})
    return dict(g.waiting)


def with_counts(response: Response) -> Response:
    """A fragment that answers a change brings the numbers of the rail along, out of band: they follow at once."""
    fragment = htmx.wants_fragment() and changes() and response.status_code == 200
    if fragment and g.get("signed_in") and response.mimetype == "text/html" and response.data:
        response.set_data(
            response.get_data(as_text=True) + render_template("components/_counts.html", waiting=waiting())
        )
    return response


def items(signed_in: Any) -> list[NavItem]:
    """What this person may go to, from where they are."""
    found = waiting()
    return [
        replace(place, counts=True, count=found[place.endpoint] or None)  # nothing is shown for none
        if place.endpoint in found
        else place
        for place in _places(Role(signed_in.member.role), request.endpoint, request.script_root)
    ]


@functools.cache  # so many roles, so many pages
def _places(role: Role, _endpoint: str | None, _script_root: str) -> list[NavItem]:
    return [
        replace(place, url=url_for(place.endpoint), current=_is_current(place))
        for place in PLACES
        if role.rank >= place.role.rank and place.endpoint in current_app.view_functions
    ]


def _is_current(place: NavItem) -> bool:
    if request.endpoint in OF_THE_SETTINGS:
        return place.endpoint == "clinic.index"
    return request.blueprint in place.rooms and request.endpoint not in NOWHERE
