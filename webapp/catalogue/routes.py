"""The catalogue: items by kind, one item, revenue categories."""

from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, db, filters, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.catalogue import actions, forms, queries, rules
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page
from webapp.languages import name_of
from webapp.models import Item, RevenueCategory
from webapp.models.catalogue import PRODUCT, SERVICE
from webapp.paging import or_404

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> Answer:
    """The list of one kind, with its filters in the address."""
    return _listed(forms.MoveForm(None, _kind()), set())


def _listed(form: forms.MoveForm, ticked: set[int], status: int = 200) -> Answer:
    wanted = _wanted()
    page = queries.page(wanted, paging.number(request.args.get("page")))
    return htmx.render(
        "catalogue/index.html",
        "catalogue/_list.html",
        status=status,
        page=page,
        wanted=wanted,
        counts=queries.counts(),
        categories=queries.categories(wanted.kind),
        manufacturers=queries.manufacturers(wanted.kind),
        address=_address,
        form=form,
        ticked=ticked,
        seen=max((each.updated_at for each in page.items), default=None),
    )


def _address(view: str = "index", **changes: object) -> str:
    """The list with something else asked for, or, of another view, what is done from it and comes back to it."""
    return url_for(f"catalogue.{view}") + paging.address(**changes).removeprefix(request.path)


def _wanted() -> rules.ItemFilter:
    asked = request.args
    return rules.ItemFilter(
        kind=_kind(),
        q=asked.get("q", "").strip(),
        category=paging.identifier(asked.get("category")),
        manufacturer=asked.get("manufacturer", ""),
        invalid={"1": True, "0": False}.get(asked.get("invalid", "")),
        only_in_groups={"1": True, "0": False}.get(asked.get("only_in_groups", "")),
        sort=paging.sort(asked, rules.SORTS),
    )


def _kind() -> str:
    return SERVICE if request.args.get("kind") == SERVICE else PRODUCT


@bp.route("/items/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new_item() -> Answer:
    """A new product or service."""
    kind = _kind()
    form = forms.ItemForm(request.form, kind)
    if request.method == "POST" and form.validate():
        with beside(form.code, actions.CodeTaken, _code_taken(kind)):
            item = actions.add_item(kind=kind, values=form.values(), now=clock.now(), by=g.signed_in.member)
            return done(gettext("%(name)s is in the catalogue.", name=name_of(item)), "catalogue.item", item_id=item.id)
    return _form(form, kind, None)


@bp.get("/items/<int:item_id>")
@allow(Role.RECEPTION)
def item(item_id: int) -> str:
    """One item and what it brought in."""
    found = or_404(queries.item(item_id))
    months = queries.sales_by_month(item_id, here.today())
    return render_template(
        "catalogue/item.html",
        item=found,
        months=months,
        whole=queries.whole(months),
        bars=rules.bars([month.amount_cents for month in months], width=600, height=120),
        stayed=[row for row in queries.past_sales(item_id) if (row[0].id if row[0] else None) != found.category_id],
    )


@bp.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit_item(item_id: int) -> Answer:
    found = or_404(queries.item(item_id))
    form = forms.ItemForm(request.form, found.kind, found)
    if request.method == "POST" and form.validate():
        try:
            seen = datetime.fromisoformat(form.seen.data) if form.seen.data else None
            moved = actions.correct_item(
                item_id=item_id, values=form.values(), seen=seen, now=clock.now(), by=g.signed_in.member
            )
            words = _stays(moved) if moved and moved.stayed else gettext("Saved.")
            return done(words, "catalogue.item", tone="ok", item_id=item_id)
        except actions.CodeTaken:
            form.code.errors = [_code_taken(found.kind)]
        except (actions.StaleItem, ValueError):
            form.form_errors.append(
                gettext("Someone else has changed this item since you opened it. What you typed is kept here: compare.")
            )
    return _form(form, found.kind, found)


@bp.get("/items/<int:item_id>/move")
@allow(Role.RECEPTION)
def move(item_id: int) -> str:
    """What moving the item to the category that is being chosen would mean, for the form."""
    found = or_404(queries.item(item_id))
    category = queries.category(paging.identifier(request.args.get("category")))
    stayed = {row[0].id if row[0] else None: row[1] for row in queries.past_sales(item_id)}
    moved = actions.Moved(stayed.get(found.category_id, 0), found.category, category)
    changes = (category.id if category else None) != found.category_id
    return render_template("catalogue/_move.html", sentence=_stays(moved) if changes else "")


@bp.post("/items/move")
@allow(Role.RECEPTION)
def move_items() -> Answer:
    """The items that are ticked, or all that are shown, to one category."""
    ticked, seen, now = _ticked(), periods.instant(request.form.get("seen", "")), clock.now()
    form = forms.MoveForm(request.form, _kind())
    if not ticked or seen is None:
        form.form_errors.append(gettext("Tick the items first."))
    elif form.validate():
        category = paging.identifier(form.category.data) or None
        with beside(form.category, actions.WrongKind, gettext("Make a choice here.")):
            moved = actions.move_items(item_ids=ticked, category_id=category, seen=seen, now=now, by=g.signed_in.member)
            _say(moved, queries.category(category), now)
            return redirect(_address(page=request.args.get("page")), 303)
    return _listed(form, ticked, 422)


def _ticked() -> set[int]:
    shown = request.form.get("all", "").split()
    return {each for each in map(paging.identifier, [*shown, *request.form.getlist("item")]) if each is not None}


def _say(moved: actions.MovedMany, category: RevenueCategory | None, at: datetime) -> None:
    said = _moved_many(moved, category)
    if not moved.count:
        flash(said, "warn")
        return
    was = [".".join(map(str, [old or 0, *ids])) for old, ids in moved.was.items()]
    undo = url_for("catalogue.move_back", was=was, at=db.instant_text(at)) + "&_method=DELETE"
    htmx.undoable(said, undo=undo)


@bp.delete("/items/move")
@allow(Role.RECEPTION)
def move_back() -> Answer:
    """Each into the category it was in: `was` = that category (0 = none) and the items, with points between."""
    at = or_404(periods.instant(request.args.get("at", "")))
    named = [[paging.identifier(part) for part in group.split(".")] for group in request.args.getlist("was")]
    was = {old or None: [each for each in ids if each is not None] for old, *ids in named}
    try:
        back = actions.move_back(was=was, at=at, now=clock.now(), by=g.signed_in.member)
    except actions.WrongKind:
        back = 0
    asked = sum(map(len, was.values()))
    flash(_moved_back(back, asked - back), "message" if back else "warn")
    return redirect(htmx.came_from(url_for("catalogue.index")), 303)


@bp.get("/categories")
@allow(Role.RECEPTION)
def categories() -> str:
    """Every revenue category, and how many items are in each."""
    return render_template("catalogue/categories.html", rows=queries.category_rows())


@bp.route("/categories/new", methods=["GET", "POST"], endpoint="new_category")
@bp.route("/categories/<int:category_id>/edit", methods=["GET", "POST"], endpoint="edit_category")
@allow(Role.RECEPTION)
def save_category(category_id: int | None = None) -> Answer:
    """A new revenue category, or one to correct."""
    found = or_404(queries.category(category_id)) if category_id is not None else None
    form = forms.CategoryForm(request.form, found)
    if request.method == "GET" and found is None and _kind() == SERVICE:
        form.kind.data = SERVICE
    if request.method == "POST" and form.validate():
        stays = str(gettext("Items or past sales are in this category: it stays what it is for"))
        with beside(form.name_fr, db.NameTaken, _name_taken()), beside(form.kind, actions.InUse, stays):
            if found:
                actions.correct_category(category_id=found.id, values=form.values(), now=clock.now())
                return done(gettext("Saved."), "catalogue.categories")
            name = name_of(actions.add_category(values=form.values()))
            return done(gettext("%(name)s is added to the categories.", name=name), "catalogue.categories")
    items = queries.items_in(found.id) if found else 0
    return form_page("catalogue/category_form.html", form=form, category=found, items=items)


@bp.delete("/categories/<int:category_id>")
@allow(Role.RECEPTION)
def delete_category(category_id: int) -> Response:
    """Take away an empty category."""
    found = or_404(queries.category(category_id))
    try:
        actions.delete_category(category_id=category_id)
    except actions.InUse as refused:
        return done(_in_use(refused, found), "catalogue.categories", tone="warn")
    return done(gettext("%(name)s is no longer among the categories.", name=name_of(found)), "catalogue.categories")


def _in_use(refused: actions.InUse, category: RevenueCategory) -> str:
    if not refused.items:
        return str(gettext("%(name)s stays: past sales are booked in it.", name=_category_name(category)))
    return filters.counting(
        "%(name)s stays: %(shown)s item is in it. Move it to another category first.",
        "%(name)s stays: %(shown)s items are in it. Move them to another category first.",
        refused.items,
        name=_category_name(category),
    )


def _form(form: forms.ItemForm, kind: str, found: Item | None) -> tuple[str, int]:
    return form_page(
        "catalogue/item_form.html",
        form=form,
        kind=kind,
        item=found,
        manufacturers=queries.manufacturers(kind),
        classifications=queries.classifications(kind),
    )


def _stays(moved: actions.Moved) -> str:
    """ "412 past sales stay in Vaccins; the next ones go to Antiparasitaires.", the numbers exact."""
    old, new = _category_name(moved.old), _category_name(moved.new)
    if not moved.stayed:
        return str(gettext("The next sales go to %(new)s.", new=new))
    return filters.counting(
        "%(shown)s past sale stays in %(old)s; the next ones go to %(new)s.",
        "%(shown)s past sales stay in %(old)s; the next ones go to %(new)s.",
        moved.stayed,
        old=old,
        new=new,
    )


def _category_name(category: RevenueCategory | None) -> str:
    return name_of(category) if category else str(gettext("“without a category”"))


def _moved_many(moved: actions.MovedMany, category: RevenueCategory | None) -> str:
    """ "12 items are in Vaccins now. 2 were changed meanwhile: they stay where they were.", only what is so."""
    name, n, said = _category_name(category), moved.count, []
    if n:
        said += [filters.counting("%(shown)s item is in %(name)s now.",
                                  "%(shown)s items are in %(name)s now.", n, name=name)]  # fmt: skip
    if n := moved.there:
        said += [filters.counting("%(shown)s was there already.", "%(shown)s were there already.", n)]
    return " ".join([*said, *_left(moved.late)])


def _moved_back(back: int, left: int) -> str:
    said = filters.counting(
        "%(shown)s item is back in its category.", "%(shown)s items are back in their categories.", back
    )
    return " ".join([*([said] if back else []), *_left(left)])


def _left(n: int) -> list[str]:
    said = filters.counting(
        "%(shown)s was changed or taken away meanwhile: it stays as it is.",
        "%(shown)s were changed or taken away meanwhile: they stay as they are.",
        n,
    )
    return [said] if n else []


def _code_taken(kind: str) -> str:
    if kind == SERVICE:
        return str(gettext("Another service already has this code"))
    return str(gettext("Another product already has this code"))


def _name_taken() -> str:
    return str(gettext("Another category of this kind already has this name"))
