"""What someone is told who may not pass yet. Nothing that they had typed is lost."""

from typing import cast
from urllib.parse import urlsplit

from flask import Response, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext, refresh
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock, here, text
from webapp.access import guard_of, public
from webapp.htmx import htmx
from webapp.models import StaffMember
from webapp.staff import actions, forms
from webapp.staff.routes import visitor
from webapp.staff.routes.room import bp

NEEDS_PASSWORD = "pin"  # noqa: S105  a reason, beside rules.Ending
OLD_PAGE = "old_page"
DOORS = ("staff.open_session", "staff.enter_pin")
WAYS_OUT = ("staff.pass_on", "staff.lock", "staff.sign_out")


def ask_to_sign_in() -> BaseResponse:
    """Nobody is signed in, or not any more: the door, and back afterwards."""
    came = visitor.came_with()
    ending = came.stay.ending(clock.now()) if came else None
    if htmx and (came or _changes()):
        return _ask(came.member if came else None, ending, _wanted())
    if _changes():
        return _ask(came.member if came else None, ending, _wanted())
    to = _here()
    if htmx:
        return Response(status=401, headers={"HX-Redirect": url_for("staff.sign_in", next=to)})
    if came and visitor.unlocked():
        if came.member.pin_hash:
            return redirect(url_for("staff.keypad", member_id=came.member.id, next=to))
        return redirect(url_for("staff.hand_over", next=to))
    return redirect(url_for("staff.sign_in", next=None if to == "/" else to))


def ask_for_password() -> BaseResponse:
    """A PIN is not enough here: the password is typed on the spot, and on it goes."""
    return _ask(g.signed_in.member, NEEDS_PASSWORD, _wanted())


def stale_form(_error: CSRFError) -> BaseResponse | tuple[str, int]:
    """The page's token is of another session, or a stranger's. Only what our own pages sent may be sent again."""
    if not _ours():
        return render_template("errors/422_csrf.html", code=422), 422
    if request.endpoint in WAYS_OUT:
        return cast(BaseResponse, current_app.view_functions[request.endpoint]())
    if request.endpoint in DOORS:
        return redirect(url_for("staff.sign_in", next=text.local_path(request.form.get("next")), old=1), 303)
    wanted = forms.kept(request.form) if request.endpoint == "staff.again" else _wanted()
    if not g.get("signed_in"):
        came = visitor.came_with()
        return _ask(came.member if came else None, OLD_PAGE, wanted)
    if htmx:
        return _panel("staff/_resume.html", kept=wanted, member=g.signed_in.member)
    return Response(render_template("staff/resume.html", kept=wanted, member=g.signed_in.member, at_once=False), 422)


@bp.post("/sign-in/again")
@public
def again() -> BaseResponse:
    """The same person is back: open a new session and go on with what was kept."""
    came, now = visitor.came_with(), clock.now()
    wanted, form = forms.kept(request.form), forms.AgainForm(request.form)
    ending = (came.stay.ending(now) or NEEDS_PASSWORD) if came else None
    try:
        entry = _open(came.member if came else None, form, wanted)
    except actions.Refused as refused:
        return _ask(came.member if came else None, ending, wanted, form, refused)
    visitor.let_in(entry)
    if htmx:
        return Response(render_template("staff/_again_done.html"))
    if not wanted.posted:
        return redirect(wanted.to, 303)
    return Response(render_template("staff/resume.html", kept=wanted, member=entry.member, at_once=not wanted.files))


def _open(member: StaffMember | None, form: forms.AgainForm, wanted: forms.Kept) -> actions.Entry:
    knocks, now, today = visitor.visitor(), clock.now(), here.today()
    password = form.password.data or ""
    if member and form.pin.data and not password and not wanted.by_password:
        return actions.sign_in_by_pin(member_id=member.id, pin=form.pin.data, visitor=knocks, now=now, today=today)
    login = member.login if member else form.login.data or ""
    return actions.sign_in(login=login, password=password, visitor=knocks, now=now, today=today)


def _ask(
    member: StaffMember | None,
    ending: str | None,
    wanted: forms.Kept,
    form: forms.AgainForm | None = None,
    refused: actions.Refused | None = None,
) -> BaseResponse:
    if member:
        g.language = member.language
        refresh()
    context = {
        "member": member,
        "ending": ending,
        "kept": wanted,
        "form": form or forms.AgainForm(),
        "by_pin": bool(member and member.pin_hash and not wanted.by_password and visitor.unlocked()),
        "refusal": forms.refusal(refused, clock.now(), _wrong(member, form, wanted)) if refused else None,
    }
    if htmx:
        return _panel("staff/_again.html", in_place=member is not None, **context)
    status = 422 if refused else 403 if ending == NEEDS_PASSWORD else 401
    return Response(render_template("staff/again.html", in_place=False, **context), status)


def _wrong(member: StaffMember | None, form: forms.AgainForm | None, wanted: forms.Kept) -> str | None:
    if member is None:
        return None
    by_pin = form and form.pin.data and not form.password.data and not wanted.by_password
    return str(gettext("This is not the right PIN.") if by_pin else gettext("This is not your password."))


def _panel(fragment: str, **context: object) -> Response:
    """Beside the page, which stays as it is with all that was typed in it."""
    headers = {
        "HX-Retarget": "#again", "HX-Reswap": "innerHTML", "HX-Reselect": "unset", "HX-Push-Url": "false",
    }  # fmt: skip
    return Response(render_template(fragment, **context), 401, headers)


def _changes() -> bool:
    return request.method not in ("GET", "HEAD")


def _here() -> str:
    """The page to come back to; of a piece of a page, the page."""
    if htmx:
        page = urlsplit(htmx.current_url or "")
        return text.local_path(page._replace(scheme="", netloc="", fragment="").geturl()) or "/"
    return text.local_path(request.full_path.removesuffix("?")) or "/"


def _wanted() -> forms.Kept:
    to = request.full_path.removesuffix("?") if _changes() else _here()
    guard = guard_of(current_app.view_functions[request.endpoint or ""])
    return forms.keep(to, request.method, request.form, request.files, by_password=bool(guard and guard.password))


def _ours() -> bool:
    """Whether the browser vouches that a page of this very host sent the form; a token can no longer say so."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.host
