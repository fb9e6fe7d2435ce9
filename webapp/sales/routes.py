"""Sales: the list, one line, adding, correcting, deleting."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, paging, periods
from webapp.access import Role, allow
from webapp.animals import queries as animal_queries
from webapp.catalogue import queries as catalogue
from webapp.htmx import Answer, done
from webapp.models import Item, Sale
from webapp.paging import or_404
from webapp.sales import actions, forms, queries
from webapp.search.routes import choose

bp = Blueprint("sales", __name__, url_prefix="/sales")


@bp.get("/")
@allow(Role.RECEPTION)
def index() -> Answer:
    """The lines of a period, or of a client, an animal, an item, a category."""
    wanted = forms.wanted(request.args, here.today())
    return htmx.render(
        "sales/index.html",
        "sales/_list.html",
        page=queries.listing(
            wanted, paging.number(request.args.get("page")), with_totals=request.args.get("totals") == "1"
        ),
        wanted=wanted,
        about=(*animal_queries.about(wanted), catalogue.item(wanted.item) if wanted.item else None),
        categories=catalogue.categories(),
        presets=periods.presets(here.today()),
        address=paging.address,
        fragment=htmx.wants_fragment(),
    )


@bp.get("/totals")
@allow(Role.RECEPTION)
def totals() -> str:
    """What a long list comes to, asked for by the page once it stands."""
    return render_template("sales/_totals.html", totals=queries.totals(forms.wanted(request.args, here.today())))


@bp.get("/<int:sale_id>")
@allow(Role.RECEPTION)
def sale(sale_id: int) -> str:
    return render_template("sales/sale.html", sale=or_404(queries.sale(sale_id)))


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """A new line: whose it is first, then what was sold."""
    household = animal_queries.household(*map(paging.identifier, map(request.args.get, ("client", "animal"))))
    if household is None:
        return choose(gettext("Record a sale"), (gettext("Sales"), url_for("sales.index")))
    shown: dict[str, Any] = {
        "animal": paging.identifier(request.args.get("animal")) or 0,
        "item": request.args.get("item", ""),
    }
    form = forms.SaleForm(request.form, animals=household[1], today=here.today(), **shown)
    if _ready(form):
        made = actions.add(values={"client": household[0].id, **form.values()}, now=clock.now(), by=g.signed_in.member)
        return done(gettext("The sale is recorded."), "sales.sale", sale_id=made.id)
    return _form(form, household[0], None)


@bp.route("/<int:sale_id>/edit", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def edit(sale_id: int) -> Answer:
    """Correct a line; `client` in the address gives it to another client."""
    found = or_404(queries.sale(sale_id))
    if "choose" in request.args:
        return choose(gettext("Whose sale is it?"), (gettext("Sale"), url_for("sales.sale", sale_id=sale_id)))
    client_id = paging.identifier(request.args.get("client")) or found.client_id
    keep = found.animal_id if client_id == found.client_id else None
    household = or_404(animal_queries.household(client_id, keep=keep))
    form = forms.SaleForm(request.form, animals=household[1], today=here.today(), sale=found)
    if _ready(form):
        values = {"client": client_id, **form.values()}
        actions.correct(sale_id=sale_id, values=values, now=clock.now(), by=g.signed_in.member)
        return done(gettext("Saved."), "sales.sale", sale_id=sale_id)
    return _form(form, household[0], found)


def _ready(form: forms.SaleForm) -> bool:
    """Look up the item that was chosen; whether the form is complete and was meant to be saved."""
    chosen = paging.identifier(form.item.data)
    form.chosen = catalogue.item(chosen) if chosen else None
    if request.method == "GET" or "look" in request.form:
        return False
    if form.chosen is None and form.item_q.data:
        matches = catalogue.like(form.item_q.data)
        exact = [each for each in matches if each.code.lower() == form.item_q.data.strip().lower()]
        form.chosen = next(iter(exact if len(exact) == 1 else matches if len(matches) == 1 else []), None)
    return form.validate()


def _form(form: forms.SaleForm, client: Any, found: Sale | None) -> tuple[str, int]:
    looking = "look" in request.form
    page = render_template(
        "sales/form.html", form=form, client=client, sale=found, matches=_matches(form.item_q.data, form.chosen),
        address=paging.address,
    )  # fmt: skip
    return page, 422 if request.method == "POST" and not looking else 200


def _matches(typed: str | None, chosen: Item | None) -> list[Item]:
    return [chosen] if chosen and not typed else catalogue.like(typed) if typed else []


@bp.get("/items")
@allow(Role.RECEPTION)
def items() -> str:
    """The items that what is typed finds, to choose one of."""
    typed = request.args.get("item_q", "").strip()
    return render_template("sales/_items.html", matches=_matches(typed, None), typed=typed, chosen=None)


@bp.get("/<int:sale_id>/delete")
@allow(Role.MANAGER, password=True)
def ask_to_delete(sale_id: int) -> str:
    """Sure? A deleted line does not come back."""
    return render_template("sales/delete.html", sale=or_404(queries.sale(sale_id)))


@bp.delete("/<int:sale_id>")
@allow(Role.MANAGER, password=True)
def delete(sale_id: int) -> Response:
    found = or_404(queries.sale(sale_id))
    actions.delete(sale_id=sale_id, now=clock.now(), by=g.signed_in.member)
    return done(gettext("The sale is deleted."), "sales.index", client=found.client_id)
