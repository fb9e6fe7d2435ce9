"""The editor of a text message: the same page, with what each word costs, counted here alone and told while one types.

Without JavaScript its buttons send the whole form and the page comes back; nothing is saved either way.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from webapp import clock, filters, here, htmx, sms_text
from webapp.htmx import Answer
from webapp.languages import current
from webapp.message_templates import queries
from webapp.message_templates.forms import TemplateForm
from webapp.message_templates.queries.texting import Texting
from webapp.message_templates.rules import grammar, texting
from webapp.message_templates.rules.texting import Reader, Text
from webapp.models import Template

LANGUAGES = {"body_fr": "fr", "body_en": "en"}
Context = Callable[[Any, Template | None], dict[str, Any]]  # what the editor shows of any kind
MOST_NAMED = 6
MOST_KEPT = 200  # characters of what a browser sends back


def page(form: TemplateForm, found: Template | None, context: Context, **more: Any) -> str:
    """The whole page. Opened, it counts for no batch yet: it asks for that by itself, or the button does."""
    return render_template("message_templates/sms.html", **_shown(form, found, context), **more)


def examined(form: TemplateForm, found: Template | None, context: Context, whole: Context) -> Answer:
    """What was typed, counted, after what was asked of it: a letter replaced, put back, or kept on purpose.

    The page shows the `whole` of what the editor knows, what is swapped in it only `context`.
    """
    before = _act(form)
    if not htmx.wants_fragment():
        return page(form, found, whole, before=before)
    return render_template("message_templates/_sms_counted.html", **_shown(form, found, context), before=before)


def _act(form: TemplateForm) -> dict[str, str] | None:
    """Replace in the form what was asked to be, or put it back; what stood there before. None: nothing was asked."""
    asked = request.form
    if asked.get("undo"):
        for name in LANGUAGES:
            form[name].data = asked.get(f"before_{name}", "")
        return {}
    letters = asked.get("replace", "")[:MOST_KEPT]
    if not letters:
        return None
    before = {name: form[name].data or "" for name in LANGUAGES}
    for name, text in before.items():
        form[name].data = sms_text.replaced(text, letters)
    return before


def _shown(form: TemplateForm, found: Template | None, context: Context) -> dict[str, Any]:
    usual = context(form, found)
    posted = request.method == "POST"
    told = queries.texting_of(
        form.draft, found, usual["newest"], number=request.form.get("batch", "") if posted else None,
        now=clock.now(), today=here.today(),
    )  # fmt: skip
    kept = (request.form.get("kept", "") + request.form.get("keep", ""))[:MOST_KEPT]
    return {
        **usual,
        "texting": told,
        "languages": LANGUAGES,
        "kept": kept,
        "mends": [(letter, sms_text.instead(letter)) for letter in told.rare if letter not in kept],
        "stop": {code: sms_text.stop_line(form[name].data or "", code) for name, code in LANGUAGES.items()},
        "stop_lines": sms_text.STOP,
        "holds": sms_text.HOLDS,
        "canada": sms_text.CANADA,
        "case": _case(told),
        "cost": lambda parts: texting.cost(parts, told.price),
        "price_said": filters.price(told.price),
        "named": _named,
    }


def _named(some: Sequence[Text] | Sequence[tuple[Reader, str]]) -> str:
    """The first of these messages by whose names one knows them, and how many more."""
    readers = [each.reader if isinstance(each, Text) else each[0] for each in some[:MOST_NAMED]]
    names, more = [each.about for each in readers], len(some) - len(readers)
    if more:
        names.append(gettext("%(n)s more", n=filters.number(more)))
    return grammar.listed(names, current())


def _case(told: Texting) -> int:
    """Which of the messages worth a look is shown: its place among them, by the name of what it shows."""
    names = [name for name, _ in told.cases]
    asked = request.form.get("case", "")
    return names.index(asked) if asked in names else 0
