"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.security import check_password_hash
from werkzeug.wrappers import Response

from webapp import clock, text
from webapp.access import Role, allow, public
from webapp.staff import actions, queries

bp = Blueprint("staff", __name__)


def signed_in() -> queries.SignedIn | None:
    """Who is asking, if anybody."""
    token = session.get("token")
    return queries.session(token) if token else None


def ask_to_sign_in() -> Response:
    """Off to the sign-in page, and back afterwards."""
    return redirect(url_for("staff.sign_in", next=request.full_path if request.method == "GET" else None))


def ask_for_password() -> Response:
    """A PIN is not enough here."""
    return redirect(url_for("staff.sign_in", next=request.full_path if request.method == "GET" else None))


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """The sign-in page."""
    if request.method == "GET":
        return render_template("staff/sign_in.html")
    member = queries.by_login(text.slug(request.form["login"]))
    if not member or not check_password_hash(member.password_hash, request.form["password"]):
        return render_template("staff/sign_in.html"), 422
    session["token"] = actions.begin_session(member=member, by_password=True, now=clock.now())
    return redirect(url_for("today.index"), 303)


@bp.post("/sign-out")
@allow(Role.RECEPTION)
def sign_out() -> Response:
    """Close this session."""
    current = signed_in()
    if current:
        actions.end_session(session=current.session, now=clock.now())
    session.clear()
    return redirect(url_for("staff.sign_in"), 303)
