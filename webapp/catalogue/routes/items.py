"""The pages of items: the list of a kind, one item, its form."""

from datetime import datetime

from flask import g, render_template, request
from flask_babel import gettext

from webapp import clock, filters, here, htmx, paging
from webapp.access import Role, allow
from webapp.catalogue import actions, forms, queries, rules
from webapp.catalogue.routes.blueprint import address, bp, category_name, kind
from webapp.fields import beside
from webapp.htmx import Answer, done, form_page
from webapp.languages import name_of
from webapp.models import Item
from webapp.models.catalogue import SERVICE
from webapp.paging import or_404


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> Answer:
    """The list of one kind, with its filters in the address."""
    return listed(forms.MoveForm(None, kind()), set())


def listed(form: forms.MoveForm, ticked: set[int], status: int = 200) -> Answer:
    """The list, with what was typed below it."""
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
        address=address,
        form=form,
        ticked=ticked,
        deaths=queries.deaths(),
        seen=max((each.updated_at for each in page.items), default=None),
    )


def _wanted() -> rules.ItemFilter:
    asked = request.args
    return rules.ItemFilter(
        kind=kind(),
        q=asked.get("q", "").strip(),
        category=paging.identifier(asked.get("category")),
        manufacturer=asked.get("manufacturer", ""),
        invalid={"1": True, "0": False}.get(asked.get("invalid", "")),
        only_in_groups={"1": True, "0": False}.get(asked.get("only_in_groups", "")),
        death=asked.get("death", "") if asked.get("death") in rules.DEATHS else "",
        sort=paging.sort(asked, rules.SORTS),
    )


@bp.route("/items/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new_item() -> Answer:
    """A new product or service."""
    asked = kind()
    form = forms.ItemForm(request.form, asked)
    if request.method == "POST" and form.validate():
        with beside(form.code, actions.CodeTaken, _code_taken(asked)):
            item = actions.add_item(kind=asked, values=form.values(), now=clock.now(), by=g.signed_in.member)
            return done(gettext("%(name)s is in the catalogue.", name=name_of(item)), "catalogue.item", item_id=item.id)
    return _form(form, asked, None)


@bp.get("/items/<int:item_id>")
@allow(Role.RECEPTION)
def item(item_id: int) -> str:
    """One item and what it brought in."""
    found = or_404(queries.item(item_id))
    months = queries.sales_by_month(item_id, here.today())
    return render_template(
        "catalogue/item.html",
        item=found,
        means_death=rules.means_death((found.name_fr, found.name_en), found.means_death),
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


def _form(form: forms.ItemForm, of: str, found: Item | None) -> tuple[str, int]:
    return form_page(
        "catalogue/item_form.html",
        form=form,
        kind=of,
        item=found,
        manufacturers=queries.manufacturers(of),
        classifications=queries.classifications(of),
    )


def _stays(moved: actions.Moved) -> str:
    """ "412 past sales stay in Vaccins; the next ones go to Antiparasitaires.", the numbers exact."""
    old, new = category_name(moved.old), category_name(moved.new)
    if not moved.stayed:
        return gettext("The next sales go to %(new)s.", new=new)
    return filters.counting(
        "%(shown)s past sale stays in %(old)s; the next ones go to %(new)s.",
        "%(shown)s past sales stay in %(old)s; the next ones go to %(new)s.",
        moved.stayed,
        old=old,
        new=new,
    )


def _code_taken(of: str) -> str:
    if of == SERVICE:
        return gettext("Another service already has this code")
    return gettext("Another product already has this code")
