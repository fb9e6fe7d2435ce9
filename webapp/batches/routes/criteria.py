"""The criteria screen: the animals of a batch, chosen, counted and named before anything is made, and why not."""

import json
from dataclasses import replace
from datetime import date

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.animals import queries as animal_queries
from webapp.batches.actions import Nobody, generate, refusal
from webapp.batches.forms.screen import Screen, screen, with_chip
from webapp.batches.forms.typed import PICKERS, Typed, begun, of_document, read
from webapp.batches.queries import choosing, counting, find, lots, named, options, scenarios
from webapp.batches.queries import why as reasons
from webapp.batches.routes.blueprint import bp
from webapp.batches.routes.one import url_for_number
from webapp.batches.rules import moving
from webapp.batches.rules.refusals import NotAccepted
from webapp.htmx import Answer
from webapp.models import Batch
from webapp.paging import or_404
from webapp.search import queries as search

_SCENARIO = {"begin", "scenario"}
SLOTS = ("age", "sold_to", "visit_on")  # beside the pickers, the fields that the count may find wrong


@bp.get("/batches/new")
@allow(Role.RECEPTION)
def new() -> Answer:
    """The screen as its address says; `add` and `remove` change one chip of it."""
    typed, used = _chips(_begun(request.args), request.args)
    if used and not htmx.wants_fragment():  # followed as a link: the address that says what is shown, at that box
        return redirect(f"{url_for('batches.new')}?{typed.query()}#{used}_add", 303)
    shown = screen(typed, here.today())
    # In a large clinic the page comes first; HTMX then asks for the count, and without JavaScript a button does.
    shown.deferred = (
        bool(shown.chosen) and not htmx.wants_fragment() and "count" not in request.args and counting.takes_long()
    )
    return _drawn(shown, used=used)


def _drawn(shown: Screen, *, used: str = "", status: int = 200) -> Answer:
    """The screen, or only the part that HTMX asked for; the address then says the same."""
    context = {**_context(shown), "copied": _copied(shown.typed["copy_of"]), "used": used, "refused": status != 200}
    if htmx.wants_fragment():
        drawn = render_template("batches/_new.html", **context)
    else:
        drawn = render_template("batches/new.html", **context, scenarios=scenarios.every(here.today()))
    return _with_address(make_response(drawn, status), shown.typed)


def _context(shown: Screen) -> dict[str, object]:
    return {"screen": shown, "typed": shown.typed, "query": shown.typed.query()}


def _with_address(answer: Response, typed: Typed) -> Response:
    if htmx.wants_fragment():
        answer.headers["HX-Replace-Url"] = f"{url_for('batches.new')}?{typed.query()}"
    return answer


def _begun(arguments: MultiDict[str, str]) -> Typed:
    """The fields of the address; or what a scenario or a past batch begins with."""
    typed, today = read(arguments, here.today()), here.today()
    known = {each.key: each.document for each in scenarios.every(today)} if _SCENARIO & {*arguments} else {}
    if (key := arguments.get("begin", "")) in known:
        return begun(typed, known[key], before=known.get(typed["scenario"], {}), today=today).but(scenario=key)
    if "due" in arguments:
        return typed
    if (key := typed["scenario"]) in known:
        return of_document(known[key], today).but(scenario=key)
    past = _copied(typed["copy_of"])
    return _again(past) if past else typed


def _copied(number: str) -> Batch | None:
    batch, part = find.found(number) or (None, None)
    return None if part or batch is None or batch.criteria is None else batch


def _again(past: Batch) -> Typed:
    """A past batch, with its dates moved on."""
    then, now = here.day(past.created_at), here.today()
    typed = of_document(moving.moved(json.loads(past.criteria or "{}"), then=then, today=now), now)
    due = moving.due(past.due_on, then=then, today=now) or date.fromisoformat(typed["due"])
    return typed.but(
        copy_of=str(past.number),
        type=str(past.type_id),
        due=due.isoformat(),
        spread=str(past.spread_days),
        description=moving.renamed(past.description, then=past.due_on, due_on=due),
    )


def _chips(typed: Typed, arguments: MultiDict[str, str]) -> tuple[Typed, str]:
    """The change of one chip that was asked for, and in which picker."""
    added, _, value = arguments.get("add", "").partition(":")
    if added:
        return with_chip(typed, added, value), added
    removed, _, value = arguments.get("remove", "").partition(":")
    return (typed.remove(removed, value), removed) if removed in PICKERS else (typed, "")


@bp.get("/batches/new/count")
@allow(Role.RECEPTION)
def count() -> Answer:
    """The count alone, and what is wrong beside the fields, while somebody chooses."""
    shown = screen(read(request.args, here.today()), here.today(), take=False)
    drawn = render_template(
        "batches/_counted.html",
        **_context(shown),
        slots=[*SLOTS, *(name for name in PICKERS if f"{name}_add" in request.args)],
    )
    return _with_address(make_response(drawn), shown.typed)


@bp.get("/batches/new/options")
@allow(Role.RECEPTION)
def offer() -> Answer:
    """What a picker offers for what was typed in it."""
    picker = request.args.get("picker", "")
    if picker not in PICKERS:
        return "", 204
    typed = read(request.args, here.today())
    found = options.like(picker, typed.adding.get(picker, ""))
    chosen = typed.chips(picker)
    return render_template(
        "batches/_options.html",
        picker=picker,
        options=[each for each in found if each.value not in chosen],
        asked=typed.adding.get(picker, ""),
        query=replace(typed, adding={}).query(),
    )


@bp.get("/batches/new/past")
@allow(Role.RECEPTION)
def past() -> str:
    """A past batch, to make again."""
    return render_template("batches/past.html", batches=lots.newest())


@bp.post("/batches")
@allow(Role.RECEPTION)
def make() -> Answer:
    """Generate the batch that was counted; anything else than that count is shown again first."""
    typed = read(request.form if "due" in request.form else request.args, here.today())
    shown = screen(typed, here.today())
    shown.check_batch()
    if shown.count and request.form.get("expected", "") not in ("", str(shown.count.animals)):
        shown.refuse("count", gettext("The count has changed since: look at it, then generate."))
    if shown.errors or not (shown.criteria and shown.type and shown.due_on):
        return _drawn(shown, status=422)
    copied = _copied(typed["copy_of"])
    try:
        batch = generate(
            criteria=shown.criteria,
            type_id=shown.type.id,
            due_on=shown.due_on,
            description=typed["description"],
            spread_days=shown.spread_days or 1,
            allow_doubles=shown.allows_doubles,
            copy_of=copied.id if copied else None,
            now=clock.now(),
            today=here.today(),
            by=g.signed_in.member,
        )
    except (Nobody, NotAccepted) as error:
        shown.refuse("count", refusal(error))
        return _drawn(shown, status=422)
    return _made(batch)


def _made(batch: Batch) -> Answer:
    flash(gettext("Batch %(number)s is generated. Nothing has been sent yet.", number=batch.number))
    return htmx.go(url_for_number(str(batch.number)))


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
    if shown.chosen and shown.doubling:
        rows = choosing.doubles(shown.chosen, shown.doubling, limit=SHOWN_DOUBLES)
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
