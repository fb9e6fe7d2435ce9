"""Who is counted by criteria and who is not, by name; and why."""

from flask import render_template, request

from webapp import here, htmx, paging
from webapp.access import Role, allow
from webapp.animals import queries as animal_queries
from webapp.batches.forms.screen import Screen, screen
from webapp.batches.forms.typed import read
from webapp.batches.queries import doubling, named
from webapp.batches.queries import why as reasons
from webapp.batches.routes.blueprint import bp
from webapp.htmx import Answer
from webapp.paging import or_404
from webapp.search import queries as search

SHOWN_DOUBLES = 200
LONGEST = 100


def _shown() -> Screen:
    return screen(read(request.args, here.today()), here.today(), take=False)


@bp.get("/batches/new/animals")
@allow(Role.RECEPTION)
def animals() -> Answer:
    """By name: those who are counted, or those whom a rule leaves out (`without`)."""
    shown = _shown()
    rule = request.args.get("without", "")
    number = paging.number(request.args.get("page"))
    page = None
    if shown.chosen:
        counted = None if shown.allows_doubles else shown.doubling
        page = (
            named.left_out(shown.chosen, shown.doubling, rule, number)
            if rule
            else named.counted(shown.chosen, counted, number)
        )
    return htmx.render(
        "batches/animals.html",
        "batches/_animals.html",
        screen=shown,
        page=page,
        rule=rule,
        query=shown.typed.query(),
        address=paging.address,
    )


@bp.get("/batches/new/doubled")
@allow(Role.RECEPTION)
def doubled() -> Answer:
    """Those who have such a reminder already, with the reminder that they have."""
    shown = _shown()
    rows = []
    if shown.criteria and shown.chosen and shown.doubling:
        rows = doubling.doubles(shown.criteria, shown.doubling, today=here.today(), limit=SHOWN_DOUBLES)
    return render_template("batches/doubled.html", screen=shown, rows=rows, query=shown.typed.query())


@bp.get("/batches/new/why")
@allow(Role.RECEPTION)
def why() -> Answer:
    """Each rule's answer about one animal; without one, a search for it."""
    shown, typed = _shown(), request.args.get("who", "").strip()[:LONGEST]
    animal_id = paging.identifier(request.args.get("animal"))
    animal = or_404(animal_queries.animal(animal_id)) if animal_id else None
    answers = reasons.answers(shown.chosen, animal.id, shown.doubling) if shown.chosen and animal else []
    context = {
        "screen": shown,
        "query": shown.typed.query(),
        "pairs": shown.typed.pairs(),
        "animal": animal,
        "answers": sorted(answers, key=lambda each: each.passed),
        "chosen": all(each.passed or (each.rule == "double" and shown.allows_doubles) for each in answers),
        "who": typed,
        "hits": search.find(typed, limit=8) if typed else [],
    }
    if htmx.wants_fragment():
        return render_template("batches/_hits.html", **context)
    return render_template("batches/why.html", **context)
