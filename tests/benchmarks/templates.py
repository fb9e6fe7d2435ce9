"""What is written: 3,000 personal e-mails made of blocks, HTML and text, against a bare Jinja render of the same pages;
and the answer to a pause in the editor, against an empty page: `python -m tests.benchmarks.templates`.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from jinja2 import Environment

from tests.benchmarks.pages import EMPTY, application, signed_in
from tests.benchmarks.pairs import Row, pairs, rounds, row, size, told
from tests.message_templates.people import ALL, AZUR, FR, TODAY, ZOE, of, to
from tests.message_templates.steps import THREE
from webapp.message_templates.rules.rendering import Renderer
from webapp.message_templates.rules.tags import values

EMAILS_GOAL, PREVIEW_GOAL = 1.5, 3.0
HTMX = {"HX-Request": "true"}


def emails() -> list[Row]:
    """Each to somebody else, half about a dog and half about a cat, for whom a block stands that others do not get."""
    renderer = Renderer(of(ALL), "fr", FR)
    people = [to(AZUR if place % 2 else ZOE, first=f"Marie{place}") for place in range(size(3_000, 600))]
    write = [partial(values, each, frame=FR, today=TODAY, names=renderer.tags) for each in people]
    made = renderer.email(write[0]())
    bare = Environment(autoescape=True)
    html, text = (bare.from_string(each.replace("Zoë", "{{ name }}")) for each in (made.html, made.text))
    turns = pairs(
        {
            "ours": lambda: [renderer.email(told_of()) for told_of in write],
            "bare": lambda: [
                (html.render(name=each.patients[0].name), text.render(name=each.patients[0].name)) for each in people
            ],
        },
        rounds=rounds(9),
    )
    return [row(f"{len(people):,} e-mails of blocks, × bare Jinja", turns, "ours", "bare", goal=EMAILS_GOAL)]


def preview(folder: Path) -> list[Row]:
    """What was found and how it is read, of three blocks in two languages, while nothing of it is saved."""
    app = application(folder)
    with app.app_context():
        browser = signed_in(app)
        page = browser.get("/templates/new?kind=email").text
        token = page.split('name="csrf-token" content="')[1].split('"')[0]
        asked = {**THREE, "csrf_token": token}
        turns = pairs(
            {
                "preview": lambda: browser.post("/templates/new/preview?kind=email", data=asked, headers=HTMX),
                "empty": lambda: browser.get(EMPTY),
            },
            rounds=rounds(30),
        )
    return [row("preview after a pause, × an empty page", turns, "preview", "empty", goal=PREVIEW_GOAL)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(told([*emails(), *preview(Path(temporary))]))
