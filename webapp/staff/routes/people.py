"""Who works here, and who is signed in where: for the manager."""

from flask import g, render_template, request
from flask_babel import gettext
from peewee import IntegrityError
from playhouse.flask_utils import get_object_or_404
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock, here
from webapp.access import Role, allow
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page, opposite
from webapp.models import Device, StaffMember, StaffSession
from webapp.paging import or_404
from webapp.staff import actions, forms, queries
from webapp.staff.routes import visitor
from webapp.staff.routes.room import bp


@bp.get("/people")
@allow(Role.MANAGER, password=True)
def people() -> str:
    return render_template("staff/people.html", people=queries.members(), roles=forms.ROLES)


@bp.get("/people/new")
@allow(Role.MANAGER, password=True)
def new_person() -> str:
    return render_template("staff/new_person.html", form=forms.NewPersonForm(role=Role.RECEPTION.value))


@bp.post("/people")
@allow(Role.MANAGER, password=True)
def add_person() -> Answer:
    form = forms.NewPersonForm(request.form)
    if form.validate():
        with beside(form.login, IntegrityError, _taken()):
            member = actions.add(**form.values(), now=clock.now())
            words = gettext("%(name)s is added, with the user name %(login)s.", name=member.name, login=member.login)
            return done(words, "staff.people")
    return form_page("staff/new_person.html", form=form)


@bp.route("/people/<int:member_id>", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def person(member_id: int) -> Answer:
    """Name, user name, role, language."""
    member = _member(member_id)
    form, last = forms.PersonForm(request.form, member), _last_manager(member)
    if request.method == "POST" and form.validate():
        with beside(form.login, actions.LoginTaken, _taken()), beside(form.role, actions.LastManager, last):
            actions.correct(member=member, **form.values())
            still = member.id != g.signed_in.member.id or form.role.data == Role.MANAGER
            return done(gettext("Saved."), "staff.people" if still else "staff.me")
    return _page(member, form=form)


@bp.post("/people/<int:member_id>/password")
@allow(Role.MANAGER, password=True)
def set_password(member_id: int) -> Answer:
    """A password for somebody who has none, or who forgot it."""
    member = _member(member_id)
    form = forms.PasswordForm(request.form, names=(member.name, member.login))
    if not form.validate():
        return _page(member, password=form)
    somebody_else = member.id != g.signed_in.member.id
    actions.set_password(
        member=member, password=form.new_password.data or "", now=clock.now(), keep=g.signed_in.session,
        forget_pin=somebody_else,
    )  # fmt: skip
    words = gettext(
        "%(name)s has a new password. Say it in person; it can be changed in the profile.", name=member.name
    )
    if somebody_else and member.pin_hash:
        words += " " + gettext("The PIN is removed: a new one is chosen in the profile.")
    return done(words, "staff.person", member_id=member.id)


@bp.post("/people/<int:member_id>/inactive")
@allow(Role.MANAGER, password=True)
def deactivate(member_id: int) -> Answer:
    """They no longer come in."""
    member = _member(member_id)
    try:
        actions.deactivate(member=member, now=clock.now())
    except actions.LastManager:
        return _page(member, refusal=_last_manager(member))
    words = gettext("%(name)s can no longer sign in. What they did keeps their name.", name=member.name)
    return done(words, "staff.people", undo=opposite())


@bp.delete("/people/<int:member_id>/inactive")
@allow(Role.MANAGER, password=True)
def reactivate(member_id: int) -> BaseResponse:
    member = _member(member_id)
    actions.reactivate(member=member)
    words = gettext("%(name)s can sign in again.", name=member.name)
    return done(words, "staff.person", undo=opposite(), member_id=member.id)


def _member(member_id: int) -> StaffMember:
    return or_404(queries.member(member_id))


def _taken() -> str:
    return gettext("Somebody else has this user name. Choose another.")


def _last_manager(member: StaffMember) -> str:
    return gettext(
        "%(name)s is the last manager who can sign in. Make somebody else a manager first, with a password.",
        name=member.name,
    )


def _page(
    member: StaffMember,
    *,
    form: forms.PersonForm | None = None,
    password: forms.PasswordForm | None = None,
    refusal: str | None = None,
) -> Answer:
    return form_page(
        "staff/person.html",
        member=member,
        form=form or forms.PersonForm(obj=member),
        password=password or forms.PasswordForm(),
        refusal=refusal,
    )


@bp.get("/sessions")
@allow(Role.MANAGER, password=True)
def sessions() -> str:
    """Open sessions, and the devices that know us."""
    return render_template(
        "staff/sessions.html",
        sessions=queries.open_sessions(clock.now()),
        devices=queries.devices(),
        today=here.today(),
        here=visitor.device(),
        mine=g.signed_in.session,
        is_unlocked=queries.unlocked,
    )


@bp.post("/sessions/<int:session_id>/ended")
@allow(Role.MANAGER, password=True)
def end_session(session_id: int) -> BaseResponse:
    """Sign somebody out from here."""
    found = get_object_or_404(StaffSession, StaffSession.id == session_id)
    actions.end_session(session=found, now=clock.now())
    return done(gettext("The session of %(name)s is ended.", name=found.member.name), "staff.sessions")


@bp.post("/devices/<int:device_id>")
@allow(Role.MANAGER, password=True)
def name_device(device_id: int) -> BaseResponse:
    """Call it what the clinic calls it."""
    form = forms.DeviceForm(request.form)
    device = get_object_or_404(Device, Device.id == device_id)
    actions.name_device(device=device, label=" ".join((form.label.data or "").split())[:60])
    return done(gettext("Saved."), "staff.sessions")


@bp.delete("/devices/<int:device_id>/unlocked")
@allow(Role.MANAGER, password=True)
def lock_device(device_id: int) -> BaseResponse:
    """It asks for a password before the next PIN, and whoever was on it is signed out."""
    found = get_object_or_404(Device, Device.id == device_id)
    actions.lock(device=found, now=clock.now())
    return done(gettext("%(device)s is locked.", device=found.label or gettext("The device")), "staff.sessions")
