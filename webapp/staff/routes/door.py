"""Signing in and out, and passing a tablet on."""

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext, refresh
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock, here, text
from webapp.access import public
from webapp.models import StaffMember
from webapp.staff import actions, forms, queries
from webapp.staff.routes import visitor
from webapp.staff.routes.room import bp


@bp.get("/sign-in")
@public
def sign_in() -> str | BaseResponse:
    """The door: name and password."""
    if g.signed_in and g.signed_in.by_password:
        return redirect(_next() or "/")
    came = visitor.came_with()
    login = came.member.login if came else ""
    stale = gettext("The page had been open too long: type your password again.") if "old" in request.args else None
    return _door(forms.SignInForm(login=login), said=stale)


@bp.post("/sign-in")
@public
def open_session() -> BaseResponse:
    """Come in by name and password."""
    form, now = forms.SignInForm(request.form), clock.now()
    if not form.validate():
        return Response(_door(form), 422)
    try:
        entry = actions.sign_in(
            login=form.login.data or "",
            password=form.password.data or "",
            visitor=visitor.visitor(),
            now=now,
            today=here.today(),
        )
    except actions.Refused as refused:
        return Response(_door(form, said=forms.refusal(refused, now)), 422)
    visitor.let_in(entry)
    return redirect(_next() or "/", 303)


@bp.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """Close this session; the device stays open for a PIN until tonight."""
    _leave()
    return redirect(url_for("staff.sign_in"), 303)


@bp.post("/lock")
@public
def lock() -> BaseResponse:
    """Close this session, and the device too: the next person needs a password."""
    _leave()
    here = visitor.device()
    if here:
        actions.lock(device=here, now=clock.now())
    return redirect(url_for("staff.sign_in"), 303)


@bp.post("/hand-over")
@public
def pass_on() -> BaseResponse:
    """Close this session and let the next person tap their face."""
    _leave()
    return redirect(url_for("staff.hand_over", next=_next()), 303)


@bp.get("/hand-over")
@public
def hand_over() -> BaseResponse:
    return _faces(None)


@bp.get("/hand-over/<int:member_id>")
@public
def keypad(member_id: int) -> BaseResponse:
    return _faces(member_id)


@bp.post("/hand-over/<int:member_id>")
@public
def enter_pin(member_id: int) -> BaseResponse:
    form, now = forms.PinForm(request.form), clock.now()
    if not form.validate():
        return _faces(member_id, form, 422)
    try:
        entry = actions.sign_in_by_pin(
            member_id=member_id, pin=form.pin.data or "", visitor=visitor.visitor(), now=now, today=here.today()
        )
    except actions.Refused as refused:
        said = forms.refusal(refused, now, gettext("This is not the right PIN."))
        if refused.why is actions.Why.LOCKED:
            return Response(_door(forms.SignInForm(), said=said), 422)
        form.pin.errors = [said]
        return _faces(member_id, form, 422)
    visitor.let_in(entry)
    return redirect(_next() or "/", 303)


def _leave() -> None:
    if g.signed_in:
        actions.end_session(session=g.signed_in.session, now=clock.now())
    visitor.let_out()


def _next() -> str | None:
    return text.local_path(request.values.get("next"))


def _door(form: forms.SignInForm, said: str | None = None) -> str:
    came = visitor.came_with()
    return render_template(
        "staff/sign_in.html",
        form=form,
        said=said,
        ending=came.stay.ending(clock.now()) if came and not said else None,
        next=_next(),
        with_pin=visitor.unlocked() and bool(queries.with_pin()),
        nobody=not queries.members(),
    )


def _faces(member_id: int | None, form: forms.PinForm | None = None, status: int = 200) -> BaseResponse:
    people = queries.with_pin() if visitor.unlocked() else []
    if not people:
        return redirect(url_for("staff.sign_in", next=_next()), 303)
    chosen = next((one for one in people if one.id == member_id), None)
    if member_id is not None and chosen is None:
        abort(404)
    if chosen and not g.signed_in:
        _speak_to(chosen)
    page = render_template(
        "staff/hand_over.html",
        people=people,
        chosen=chosen,
        form=form or forms.PinForm(),
        next=_next(),
        roles=forms.ROLES,
    )
    return Response(page, status)


def _speak_to(member: StaffMember) -> None:
    g.language = member.language
    refresh()
