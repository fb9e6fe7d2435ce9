"""The first screen, and the page behind "More" of the foot bar."""

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp import clock, here
from webapp.access import Role, allow
from webapp.htmx import wants_fragment
from webapp.today import queries, rules

bp = Blueprint("today", __name__)
SHOWN = 15  # appointments of a day; the rest stands in the book


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> str:
    """What there is to do, what came in, what is wrong; on a fresh installation, the first steps."""
    now, settings, member = clock.now(), here.settings(), g.signed_in.member
    name = rules.first_name(member.name)
    counted = queries.numbers(settings, now=now)
    if counted["some_client"] is None:
        welcome = queries.welcome(settings, now=now)
        return render_template("today/welcome.html", welcome=welcome, report=welcome.importing, name=name, now=now)
    overview = queries.overview(settings, counted=counted, member=member, now=now)
    page = {"overview": overview, "report": overview.report, "shown": SHOWN, "name": name, "now": now}
    return render_template("today/index.html", **page)


@bp.get("/today/import")
@allow(Role.RECEPTION)
def importing() -> str | Response:
    """The last import alone: asked for again and again while it moves."""
    if not wants_fragment():
        return redirect(url_for("today.index"), 303)
    return render_template("today/_import.html", report=queries.incoming.report(), now=clock.now())


@bp.get("/more")
@allow(Role.RECEPTION)
def more() -> str:
    """The places that do not fit into the foot bar."""
    return render_template("today/more.html")
