"""What is done with many items of the list at once, and taken back."""

from datetime import datetime

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext

from webapp import clock, db, filters, htmx, paging, periods
from webapp.access import Role, allow
from webapp.catalogue import actions, forms, queries
from webapp.catalogue.routes.blueprint import address, bp, category_name, kind
from webapp.catalogue.routes.items import listed
from webapp.fields import beside
from webapp.htmx import Answer
from webapp.models import RevenueCategory
from webapp.paging import or_404


@bp.post("/items/move")
@allow(Role.RECEPTION)
def move_items() -> Answer:
    """The items that are ticked, or all that are shown, to one category."""
    ticked, seen, now = _ticked(), periods.instant(request.form.get("seen", "")), clock.now()
    form = forms.MoveForm(request.form, kind())
    if not ticked or seen is None:
        form.form_errors.append(gettext("Tick the items first."))
    elif form.validate():
        category = paging.identifier(form.category.data) or None
        with beside(form.category, actions.WrongKind, gettext("Make a choice here.")):
            moved = actions.move_items(item_ids=ticked, category_id=category, seen=seen, now=now, by=g.signed_in.member)
            _say(moved, _moved_many(moved, queries.category(category)), "move_back", now)
            return redirect(address(page=request.args.get("page")), 303)
    return listed(form, ticked, 422)


def _ticked() -> set[int]:
    shown = request.form.get("all", "").split()
    return {each for each in map(paging.identifier, [*shown, *request.form.getlist("item")]) if each is not None}


def _say(changed: actions.ChangedMany, said: str, back: str, at: datetime) -> None:
    """With the way `back`: what stood there (a category, a mark; "" = nothing), and the items that it stood at."""
    if not changed.count:
        flash(said, "warn")
        return
    was = [".".join(map(str, ["" if old is None else int(old), *ids])) for old, ids in changed.was.items()]
    htmx.undoable(said, undo=url_for(f"catalogue.{back}", was=was, at=db.instant_text(at)) + "&_method=DELETE")


def _was() -> tuple[dict[int | None, list[int]], datetime]:
    """What stood at which items before, and when that was changed, as `_say` wrote it into the address."""
    at = or_404(periods.instant(request.args.get("at", "")))
    named = [[paging.identifier(part) for part in group.split(".")] for group in request.args.getlist("was")]
    return {old: [each for each in ids if each is not None] for old, *ids in named}, at


@bp.delete("/items/move")
@allow(Role.RECEPTION)
def move_back() -> Answer:
    """Each into the category it was in: `was` = that category (empty = none) and the items, with points between."""
    was, at = _was()
    try:
        back = actions.move_back(was=was, at=at, now=clock.now(), by=g.signed_in.member)
    except actions.WrongKind:
        back = 0
    said = filters.counting(
        "%(shown)s item is back in its category.", "%(shown)s items are back in their categories.", back
    )
    return _say_back(said, back, sum(map(len, was.values())))


def _say_back(said: str, back: int, asked: int) -> Answer:
    flash(" ".join([*([said] if back else []), *_left(asked - back)]), "message" if back else "warn")
    return redirect(htmx.came_from(url_for("catalogue.index")), 303)


@bp.post("/items/death")
@allow(Role.RECEPTION)
def mark_items() -> Answer:
    """The items that are ticked, or all that are shown, mean a death, or none."""
    ticked, seen, now = _ticked(), periods.instant(request.form.get("seen", "")), clock.now()
    means, by = request.form.get("death") == "yes", g.signed_in.member
    if not ticked or seen is None:
        form = forms.MoveForm(None, kind())
        form.form_errors.append(gettext("Tick the items first."))
        return listed(form, ticked, 422)
    marked = actions.mark_items(item_ids=ticked, means_death=means, seen=seen, now=now, by=by)
    _say(marked, _marked(marked, means), "mark_back", now)
    return redirect(address(page=request.args.get("page")), 303)


@bp.delete("/items/death")
@allow(Role.RECEPTION)
def mark_back() -> Answer:
    """Each as it was said before: `was` = 1, 0 or nothing, and the items, with points between."""
    was, at = _was()
    before = {None if old is None else bool(old): ids for old, ids in was.items()}
    back = actions.mark_back(was=before, at=at, now=clock.now(), by=g.signed_in.member)
    said = filters.counting("%(shown)s item is as it was.", "%(shown)s items are as they were.", back)
    return _say_back(said, back, sum(map(len, was.values())))


def _moved_many(moved: actions.ChangedMany, category: RevenueCategory | None) -> str:
    """ "12 items are in Vaccins now. 2 were changed meanwhile: they stay where they were.", only what is so."""
    name, n, said = category_name(category), moved.count, []
    if n:
        said += [filters.counting("%(shown)s item is in %(name)s now.",
                                  "%(shown)s items are in %(name)s now.", n, name=name)]  # fmt: skip
    if n := moved.there:
        said += [filters.counting("%(shown)s was there already.", "%(shown)s were there already.", n)]
    return " ".join([*said, *_left(moved.late)])


def _marked(marked: actions.ChangedMany, means: bool) -> str:
    """ "3 items mean a death now. 1 was so already.", only what is so."""
    n, said = marked.count, []
    if n and means:
        said += [filters.counting("%(shown)s item means a death now: who is sold it is to be verified.",
                                  "%(shown)s items mean a death now: who is sold one is to be verified.",
                                  n)]  # fmt: skip
    elif n:
        said += [filters.counting("%(shown)s item means no death.", "%(shown)s items mean no death.", n)]
    if n := marked.there:
        said += [filters.counting("%(shown)s was so already.", "%(shown)s were so already.", n)]
    return " ".join([*said, *_left(marked.late)])


def _left(n: int) -> list[str]:
    said = filters.counting(
        "%(shown)s was changed or taken away meanwhile: it stays as it is.",
        "%(shown)s were changed or taken away meanwhile: they stay as they are.",
        n,
    )
    return [said] if n else []
