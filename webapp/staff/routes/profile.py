"""My own page: language, password, PIN."""

from flask import g, request
from flask_babel import gettext, refresh
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField

from webapp import clock
from webapp.access import Role, allow
from webapp.htmx import Answer, done, form_page
from webapp.staff import actions, forms
from webapp.staff.routes import visitor
from webapp.staff.routes.room import bp


@bp.route("/me", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def me() -> Answer:
    """What I have chosen; language and shortcuts from the next page on."""
    member = g.signed_in.member
    form = forms.PreferencesForm(request.form or None, member)  # an empty form would untick the box
    if request.method == "GET" or not form.validate():
        return _page(preferences=form)
    actions.set_preferences(member=member, language=form.language.data, shortcuts=bool(form.shortcuts.data))
    g.language = form.language.data
    refresh()
    return done(gettext("Saved."), "staff.me")


@bp.post("/me/password")
@allow(Role.RECEPTION)
def change_password() -> Answer:
    """A new password, once the old one is known. My other sessions end."""
    member, now = g.signed_in.member, clock.now()
    form = forms.OwnPasswordForm(request.form, names=(member.name, member.login))
    if not form.validate() or not _proved(form.old_password, form.old_password.data or ""):
        return _page(password=form)
    actions.set_password(member=member, password=form.new_password.data or "", now=now, keep=g.signed_in.session)
    return done(gettext("Your password is changed. Wherever else you were signed in, you are no longer."), "staff.me")


@bp.post("/me/pin")
@allow(Role.RECEPTION)
def choose_pin() -> Answer:
    """Four figures of my own, once the password is known."""
    member, form = g.signed_in.member, forms.OwnPinForm(request.form)
    if not form.validate() or not _proved(form.password, form.password.data or ""):
        return _page(pin=form)
    actions.set_pin(member=member, pin=form.new_pin.data or "", now=clock.now(), keep=g.signed_in.session)
    words = gettext("Your PIN is chosen: on a tablet that was opened today, your name and four digits will do.")
    return done(words, "staff.me")


@bp.delete("/me/pin")
@allow(Role.RECEPTION)
def remove_pin() -> BaseResponse:
    """No PIN any more: only the password."""
    actions.set_pin(member=g.signed_in.member, pin="", now=clock.now(), keep=g.signed_in.session)
    return done(gettext("Your PIN is removed."), "staff.me")


def _proved(field: PasswordField, password: str) -> bool:
    """Whether it is really me; slowed down like any other guess."""
    now = clock.now()
    try:
        actions.prove(login=g.signed_in.member.login, password=password, visitor=visitor.visitor(), now=now)
    except actions.Refused as refused:
        field.errors = [forms.refusal(refused, now, gettext("This is not your password."))]
        return False
    return True


def _page(
    *,
    preferences: forms.PreferencesForm | None = None,
    password: forms.OwnPasswordForm | None = None,
    pin: forms.OwnPinForm | None = None,
) -> Answer:
    member = g.signed_in.member
    return form_page(
        "staff/me.html",
        preferences=preferences or forms.PreferencesForm(obj=member),
        password=password or forms.OwnPasswordForm(),
        pin=pin or forms.OwnPinForm(),
        role=forms.ROLES[Role(member.role)],
        unlocked=visitor.unlocked(),
    )
