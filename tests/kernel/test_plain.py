"""Paragraphs of plain words stand exactly where xhtml2pdf would set them."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdfs import pieces
from webapp import printing
from webapp.printing import Box, Document, Flow, Sheet, plain
from webapp.printing.stories import Reader

CSS = (
    "body { font-family: 'Inter'; font-size: 10.5pt; line-height: 15pt; color: #211e19 } p { margin: 0 0 3.2mm 0 }"
    "p.big { font-size: 14pt; line-height: 14pt; margin: 4mm 0 0 0; font-weight: bold }"
    "p.right { text-align: right } p.spaced { letter-spacing: 2pt } p.inset { padding: 2mm }"
)
LETTERS = "******abcdeéÈœLTWmi.,;:!?()\\'\"&<>«»’–…-0123456789Łř" + 12 * " " + "\u00a0\u00a0\n\t🐶\u202f"
Place = tuple[int, float, float, str]


def drawn(blocks: list[str], width: float, height: float) -> list[Place]:
    """Every line: page, where it begins, its letters."""
    rest = Box(30, 20, 100, 60)
    sheet = Sheet(*printing.PAPERS["letter"], ((Box(20.3, 30.7, width, height),),), rest=rest)
    found: dict[tuple[int, float], list[tuple[float, str]]] = defaultdict(list)
    for piece in pieces(printing.draw_small(Document(sheet, CSS, [[Flow(tuple(blocks))]]))):
        found[piece.page, round(piece.y, 2)].append((piece.x, piece.text))
    return [
        (page, y, round(min(x for x, _text in line), 2), "".join("".join(text for _x, text in line).split()))
        for (page, y), line in sorted(found.items())
    ]


def marked(text: str) -> str:
    """What stands between two stars is bold, as in a template."""
    return re.sub(r"\*([^*\s](?:[^*]*[^*\s])?)\*", r"<strong>\1</strong>", escape(text, quote=False))


def as_parsed(blocks: list[str], width: float, height: float) -> list[Place]:
    with patch.object(plain, "apart", return_value=None):
        return drawn(blocks, width, height)


@settings(deadline=None, max_examples=40)
@given(
    said=st.lists(st.text(LETTERS, min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=3, unique=True),
    kinds=st.lists(st.sampled_from(["<p>", '<p class="big">']), min_size=3, max_size=3),
    width=st.floats(25, 170),
    height=st.floats(20, 90),
)
def test_it_stands_where_the_library_would_set_it(
    said: list[str], kinds: list[str], width: float, height: float
) -> None:
    blocks = [f"{kind}{marked(text)}</p>" for kind, text in zip(kinds, said, strict=False)]
    assert drawn(blocks, width, height) == [
        (page, pytest.approx(y, abs=0.02), pytest.approx(x, abs=0.02), text)
        for page, y, x, text in as_parsed(blocks, width, height)
    ]


@pytest.mark.parametrize(
    "block",
    [
        "<p>Un <strong> gras </strong> </p>",
        "<p>Un <strong></strong></p>",
        "<p>Un <strong>gras <em>incliné</em></strong></p>",
        "<p>Une<br/>deux</p>",
        "<ul><li>Un</li></ul>",
        "<p>שלום</p>",
        "<p>zéro\u200blarge</p>",
        "<p>fine\u2009espace</p>",
        "<p> </p>",
        '<p style="color: red">Un</p>',
    ],
)
def test_it_leaves_to_the_library_what_is_more_than_words(block: str) -> None:
    assert plain.apart(block) is None


@pytest.mark.parametrize("kind", ["right", "spaced", "inset"])
def test_it_leaves_to_the_library_a_look_of_its_own(kind: str) -> None:
    block = f'<p class="{kind}">Un mot, et encore un autre</p>'
    assert plain.apart(block)
    assert drawn([block], 60, 60) == as_parsed([block], 60, 60)


def test_it_parses_none_of_the_words_that_differ() -> None:
    sheet = Sheet(*printing.PAPERS["letter"], ((Box(20, 20, 100, 100),),))
    parsed: list[str] = []
    real = Reader._parsed

    def seen(reader: Reader, blocks: list[str]) -> object:
        parsed.extend(blocks)
        return real(reader, blocks)

    contents = [[[f"<p>Bonjour, Zoë {n}.</p>", "<p>Au plaisir</p>"]] for n in range(40)]
    with patch.object(Reader, "_parsed", seen):
        printing.draw_small(Document(sheet, CSS, contents))
    assert sorted(parsed) == ["<p>Au plaisir</p>", "<p>x<strong>x</strong></p>"]
