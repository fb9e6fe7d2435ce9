"""Where the pages of the catalogue hang, and what several of them say."""

from flask import Blueprint, request, url_for
from flask_babel import gettext

from webapp import paging
from webapp.languages import name_of
from webapp.models import RevenueCategory
from webapp.models.catalogue import PRODUCT, SERVICE

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")


def kind() -> str:
    """The kind of items that the address asks for."""
    return SERVICE if request.args.get("kind") == SERVICE else PRODUCT


def address(view: str = "index", **changes: object) -> str:
    """The list with something else asked for, or, of another view, what is done from it and comes back to it."""
    return url_for(f"catalogue.{view}") + paging.address(**changes).removeprefix(request.path)


def category_name(category: RevenueCategory | None) -> str:
    """Its name, or, of items that have none, what stands for it in a sentence."""
    return name_of(category) if category else gettext("“without a category”")
