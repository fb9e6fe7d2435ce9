"""Two versions of one template, side by side."""

from functools import partial

from flask import render_template, request

from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.languages import current
from webapp.message_templates import queries
from webapp.message_templates.queries.listing import PastVersion
from webapp.message_templates.routes.gallery import bp
from webapp.message_templates.rules import comparing
from webapp.message_templates.rules.checks import LANGUAGES
from webapp.message_templates.rules.tags import label
from webapp.paging import or_404


@bp.get("/templates/<int:template_id>/compare")
@allow(Role.RECEPTION)
def compare(template_id: int) -> Answer:
    """`?from=3&to=5`; what is not said is the newest and the one before it."""
    found = or_404(queries.template(template_id))
    past = or_404(queries.versions(template_id) or None)
    after = _chosen(past, "to", past[0].version.number)
    before = _chosen(past, "from", max(after.version.number - 1, 1))
    compared = comparing.in_each_language(found.kind, before.version, after.version)
    return render_template(
        "message_templates/compare.html",
        template=found,
        versions=past,
        before=before,
        after=after,
        compared=compared,
        language=_language(compared),
        species=queries.species_names(),
        tag_label=partial(label, language=current()),
    )


def _chosen(past: list[PastVersion], name: str, otherwise: int) -> PastVersion:
    wanted = request.args.get(name, default=otherwise, type=int)
    return or_404(next((each for each in past if each.version.number == wanted), None))


def _language(compared: dict[str, comparing.Comparison]) -> str:
    """The one asked for; else the first in which anything differs."""
    asked = request.args.get("language")
    return asked if asked in LANGUAGES else next((each for each in LANGUAGES if compared[each].differing), LANGUAGES[0])
