"""The HTML of a template from elsewhere becomes blocks; what mail must not carry stays behind."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.message_templates.steps import arrange, look, order
from webapp.message_templates.rules.blocks import document, pasting
from webapp.message_templates.rules.blocks.document import Block, Document

PAGE = """<html><head><title>No</title><style>p { color: red }</style></head><body><table><tr><td>
<h1>Bonjour <b>Azur</b></h1><p>Un <strong>vaccin</strong> &amp;
 plus.<br>Suite</p><p>Deux <a href="https://a.example/x?a=1">ici</a>.</p>
<ul><li>un</li><li>deux</li></ul><img src="https://host.example/p.gif"><p><a href="https://rv.example">Réserver</a></p>
<hr><script>alert(1)</script><form><input name="a"></form>
<p onclick="alert(1)">Fin</p></td></tr></table></body></html>"""


def test_it_keeps_what_is_read() -> None:
    assert pasting.pieces(PAGE) == [
        ("heading", "Bonjour Azur", ""),
        ("text", "Un **vaccin** & plus.\nSuite\n\nDeux [ici](https://a.example/x?a=1).", ""),
        ("list", "- un\n- deux", ""),
        ("button", "Réserver", "https://rv.example"),
        ("divider", "", ""),
        ("text", "Fin", ""),
    ]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>a</p><script>b</script><style>c</style>", ["a"]),
        ('<p><a href="javascript:x">a</a></p>', ["a"]),
        ('<p><a href="http://a.example">a</a></p>', ["a"]),
        ("<p>**a** [b](c)</p>", ["a b(c)"]),
        ("<p>&lt;script&gt;a</p>", ["<script>a"]),
        ("<p> </p><div></div>", []),
        ("", []),
        ("x" * (pasting.LONGEST + 1), []),
    ],
)
def test_it_leaves_the_rest(html: str, said: list[str]) -> None:
    assert [words for _type, words, _url in pasting.pieces(html)] == said


def test_a_page_of_a_thousand_parts_is_as_many_blocks_as_there_is_room_for() -> None:
    before = Document((Block("b1", "text", "Avant"),))
    made = pasting.pasted(before, "<h2>a</h2>" * 1_000, "")
    assert len(made.blocks) == document.MOST_BLOCKS and document.read(made.kept()) == made


def test_two_pages_made_alike_stand_level() -> None:
    made = pasting.pasted(Document(), "<h1>Un</h1><p>Deux</p>", "<h1>One</h1><p>Two</p>")
    assert [(each.fr, each.en) for each in made.blocks] == [("Un", "One"), ("Deux", "Two")]
    made = pasting.pasted(Document(), "<h1>Un</h1>", "<p>Two</p>")
    assert [(each.fr, each.en) for each in made.blocks] == [("Un", ""), ("", "Two")]


def test_it_adds_them_behind_the_others(client: FlaskClient) -> None:
    fragment = arrange(client, "paste", pasted_fr=PAGE)
    assert order(fragment)[3:] == ["b4:heading", "b5:text", "b6:list", "b7:button", "b8:divider", "b9:text"]
    assert 'data-at="b4"' in fragment and "host.example" not in fragment and "onclick" not in fragment


@pytest.mark.parametrize(
    ("html", "sentence"), [("<p></p>", "rien à lire"), ("x" * (pasting.LONGEST + 1), "C’est trop long")]
)
def test_it_says_why_there_are_none(client: FlaskClient, html: str, sentence: str) -> None:
    fragment = arrange(client, "paste", pasted_fr=html)
    assert sentence in fragment and len(order(fragment)) == 3 and ('name="pasted_fr"' in fragment)


def test_it_shows_what_an_email_is_made_of(client: FlaskClient) -> None:
    _fragment, address = look(client)
    answer = client.get(f"{address}?source=1")
    assert answer.mimetype == "text/plain" and answer.text.startswith("<!doctype html>")
