"""The first screen, and the page behind "More" of the foot bar."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, text
from webapp.access import Role, allow
from webapp.agenda import actions as agenda
from webapp.agenda.rules import TransitionRefused
from webapp.holds import queries as holds
from webapp.htmx import Answer, came_from, wants_fragment
from webapp.letters.queries.week import week
from webapp.models import Question
from webapp.paging import or_404
from webapp.reminders.actions import asking, lives
from webapp.reminders.queries import questions
from webapp.staff.actions import people
from webapp.today import queries, rules

bp = Blueprint("today", __name__)
SHOWN = 5  # rows of each list; the rest stands where the list leads


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> str:
    """What there is to do, what came in, what is wrong; on a fresh installation, the first steps."""
    now, settings, member = clock.now(), here.settings(), g.signed_in.member
    name = text.first_name(member.name)
    counted = queries.numbers(settings, member=member, now=now)
    if counted["some_client"] is None:
        welcome = queries.welcome(settings, now=now)
        return render_template("today/welcome.html", welcome=welcome, report=welcome.importing, name=name, now=now)
    overview = queries.overview(settings, counted=counted, member=member, now=now)
    page = {"overview": overview, "report": overview.report, "shown": SHOWN, "name": name, "now": now}
    return render_template("today/index.html", **page)


@bp.post("/today/summary/read")
@allow(Role.RECEPTION)
def put_summary_away() -> Answer:
    """What waits for me is read: not again today."""
    people.put_summary_away(member=g.signed_in.member, today=here.today())
    return "" if wants_fragment() else redirect(url_for("today.index"), 303)


@bp.get("/today/import")
@allow(Role.RECEPTION)
def importing() -> str | Response:
    """The last import alone: asked for again and again while it moves."""
    if not wants_fragment():
        return redirect(url_for("today.index"), 303)
    return render_template("today/_import.html", report=queries.incoming.report(), now=clock.now())


@bp.get("/today/letters")
@allow(Role.RECEPTION)
def letters() -> str | Response:
    """What is to be printed: counted letter by letter, so the page does not wait for it."""
    if not wants_fragment():
        return redirect(url_for("letters.show_week"), 303)
    return render_template("today/_letters.html", week=week(now=clock.now()))


@bp.get("/today/held")
@allow(Role.RECEPTION)
def held() -> str | Response:
    """The largest groups of those whom nobody contacts before a person has said something, with their answers."""
    if not wants_fragment():
        return redirect(url_for("holds.index"), 303)
    groups = holds.groups(here.today())[: rules.HELD]
    return render_template("today/_held.html", groups=groups, few=holds.of_small(groups))


@bp.get("/questions")
@allow(Role.RECEPTION)
def to_say() -> str:
    """What only a person knows: all of it."""
    return render_template("today/questions.html", asked=questions.standing())


@bp.post("/questions/<int:question_id>/<any(yes, no, came, missed, stands, cancelled):said>")
@allow(Role.RECEPTION)
def say(question_id: int, said: str) -> Answer:
    """What a person says of it; the list as it is now."""
    question = or_404(questions.find(question_id))
    try:
        _say(question, said)
        text, tone = gettext("Noted."), "message"
    except (asking.AlreadySettled, TransitionRefused):
        text, tone = gettext("Somebody else has answered already."), "warn"
    if wants_fragment():
        shown = questions.standing(rules.ASKED if request.args.get("on") == "today" else questions.MOST)
        status = 200 if tone == "message" else 422
        on = request.args.get("on")
        count = questions.count().scalar()
        return render_template(
            "today/_said.html", asked=shown, asked_count=count, on=on, said=text, failed=status != 200
        ), status
    flash(text, tone)
    otherwise = url_for("today.index" if request.args.get("on") == "today" else "today.to_say")
    return redirect(came_from(otherwise), 303)


def _say(question: Question, said: str) -> None:
    now, by = clock.now(), g.signed_in.member
    if said == "no":
        asking.say_no(question=question, now=now, by=by)
    elif said == "yes":
        on = question.visit.visited_on if question.visit else here.today()
        asking.say_yes(question=question, visited_at=lives.visited_at(on, now), now=now, by=by)
    else:
        agenda.tell_what_became(question=question, became=said, now=now, by=by)


@bp.get("/more")
@allow(Role.RECEPTION)
def more() -> str:
    """The places that do not fit into the foot bar."""
    return render_template("today/more.html")
