"""Whose browser is this? Two cookies say so: the session's, and one that stays on the device."""

import secrets

from flask import Response, after_this_request, g, request, session

from webapp import clock, here
from webapp.models import Device
from webapp.staff import actions, queries

DEVICE = "relance_device"
A_YEAR = 400 * 24 * 3600  # the longest that browsers keep one


def signed_in() -> queries.SignedIn | None:
    """Who is asking, if their session is in force."""
    found, now = came_with(), clock.now()
    if found is None or found.stay.ending(now):
        return None
    if "X-Nobody" not in request.headers:  # a page that looks by itself every few seconds (requests.js)
        actions.note_presence(session=found.session, now=now)
    return found


def came_with() -> queries.SignedIn | None:
    """The session that the browser still holds, over or not; None when the person may no longer come in."""
    token = session.get("token")
    return queries.session(token) if isinstance(token, str) else None


def device() -> Device | None:
    """The device, once somebody has signed in on it."""
    return queries.device(request.cookies.get(DEVICE))


def unlocked() -> bool:
    """Whether a PIN will do on this device."""
    return queries.unlocked(device(), here.today())


def visitor() -> actions.Visitor:
    """What the door wants to know of whoever knocks."""
    came = came_with()
    return actions.Visitor(
        address=request.remote_addr or "",
        user_agent=request.user_agent.string,
        device=device(),
        session_id=came.session.id if came else None,
    )


def let_in(entry: actions.Entry) -> None:
    """Give the browser its new cookies; nothing of the old session is left, so that none can be planted.

    Only for the same person again does the secret of the forms stay, so that what they have open can still be sent.
    """
    came = came_with()
    forms_secret = session.get("csrf_token") if came and came.member.id == entry.member.id else None
    session.clear()
    session["token"] = entry.token
    session["csrf_token"] = forms_secret or secrets.token_hex(20)
    g.pop("csrf_token", None)
    g.signed_in = queries.session(entry.token)
    device_token = entry.device_token or request.cookies.get(DEVICE)
    if device_token:
        _remember(device_token)


def let_out() -> None:
    """Take the session's cookie away; the device stays known."""
    session.clear()
    g.pop("csrf_token", None)
    g.signed_in = None


def _remember(token: str) -> None:
    @after_this_request
    def add_cookie(response: Response) -> Response:
        response.set_cookie(
            DEVICE, token, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
        )
        return response
