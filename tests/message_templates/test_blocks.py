"""Blocks: kept and read back, drawn on each medium, standing only for whom they are meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.message_templates.people import (
    ALL,
    AZUR,
    BOOKED,
    CAT,
    EN,
    FR,
    HEIDI,
    MAX,
    PHOTO,
    TODAY,
    ZOE,
    of,
    to,
)
from webapp.message_templates.rules.blocks import conditions, document
from webapp.message_templates.rules.blocks.conditions import Only
from webapp.message_templates.rules.blocks.document import Block, Document, Malformed
from webapp.message_templates.rules.content import speaks
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Case, Recipient
from webapp.message_templates.rules.rendering import Rendered, Renderer
from webapp.message_templates.rules.tags import values
from webapp.models import Template, TemplateVersion


def rendered(draft: Draft, recipient: Recipient, frame: Frame = FR, how: str = "email") -> Rendered:
    renderer = Renderer(draft, frame.language, frame)
    told = values(recipient, frame=frame, today=TODAY, names=renderer.tags)
    return getattr(renderer, how)(told)  # type: ignore[no-any-return]


def test_they_are_kept_and_read_back() -> None:
    assert document.read(ALL.kept()) == ALL and document.read(replace(ALL, same=True).kept()).same
    assert ALL.pictures == (PHOTO,) and ALL.next_id() == "b13" and Document().next_id() == "b1"


@pytest.mark.parametrize(
    "kept",
    [
        "", "{}", "[]", "null", '{"blocks": 3}', '{"blocks": [3]}', '{"blocks": [{"id": "b1", "type": "script"}]}',
        '{"blocks": [{"id": "B 1", "type": "text"}]}', '{"blocks": [{"id": "b1", "type": "text", "fr": 3}]}',
        '{"blocks": [{"id": "b1", "type": "picture", "file": "../relance.db"}]}',
        '{"blocks": [{"id": "b1", "type": "text"}, {"id": "b1", "type": "text"}]}',
        json.dumps({"blocks": [{"id": f"b{n}", "type": "text"} for n in range(1_000)]}),
        json.dumps({"blocks": [{"id": "b1", "type": "text", "fr": "x" * 1_000_000}]}),
    ],
)  # fmt: skip
def test_it_refuses_what_are_no_blocks(kept: str) -> None:
    with pytest.raises(Malformed):
        document.read(kept)


def test_an_email_has_them_all() -> None:
    found = rendered(of(ALL), to(ZOE))
    for piece in (
        "<h2 ", ">Zoë</h2>", "<strong>vite</strong>", "Même un chat", "<li", f'src="cid:{PHOTO}@relance" width="534"',
        'alt="Un chat Zoë"', 'href="https://erables.example/a?b=1&amp;c=2"', 'href="https://erables.example/rv"',
        'class="rl-col', "Voir le plan", "Écrire pour un rendez-vous",
        "mailto:info@erables.example?subject=Rendez-vous",
    ):  # fmt: skip
        assert piece in found.html, piece
    assert len(re.findall("<table", found.html)) == len(re.findall('<table role="presentation"', found.html))
    assert found.text.startswith("Zoë\n\nBonjour, ") and "- le carnet;\n- les questions." in found.text
    assert "Réserver\u00a0: https://erables.example/rv" in found.text and "Un chat Zoë" not in found.text
    assert "désabonner" in found.text and "1420, rue des Érables" in found.text


def test_the_plain_part_of_an_english_email() -> None:
    found = rendered(of(ALL), to(MAX), EN)
    assert "Book: https://erables.example/rv" in found.text and "Even an indoor cat" not in found.text + found.html
    assert "See the map" in found.html and found.text.startswith("Max\n\n")


def test_paper_has_nothing_to_press() -> None:
    found = rendered(of(ALL, "letter"), to(ZOE), how="letter")
    assert "Réserver" not in found.html + found.text and "Écrire pour un rendez-vous" not in found.html
    assert (
        '<p class="heading">Zoë</p>' in found.html
        and '<table class="columns"><tr><td><strong>Heures</strong>' in found.html
    )
    assert f'<p class="picture"><img src="{PHOTO}" style="width: 67.7mm; height: 33.9mm"/></p>' in found.html
    # One element a block, none in another of its own: that is how paper takes them apart.
    assert not re.search(r"<table[^>]*>(?:(?!</table>).)*<table", found.html)


def test_a_booking_page_is_booked_on() -> None:
    found = rendered(of(ALL), to(MAX), replace(FR, booking="https://rv.example/x", map_url="https://plan.example"))
    assert "Prendre rendez-vous" in found.html and 'href="https://rv.example/x"' in found.html
    assert 'href="https://plan.example"' in found.html
    bare = rendered(of(ALL), to(MAX), replace(FR, email="", address_lines=()))
    assert "rendez-vous" not in bare.html and "Voir le plan" not in bare.html


@pytest.mark.parametrize(
    ("only", "recipient", "holds"),
    [
        (Only(), to(AZUR), True),
        (CAT, to(ZOE), True),
        (CAT, to(AZUR), False),
        (CAT, to(AZUR, ZOE), True),
        (CAT, to(), False),
        (Only(sex="F"), to(AZUR, ZOE), True),
        (Only(sex="F"), to(AZUR, MAX), False),
        (Only(sex="M"), to(), False),
        (Only(animals="one"), to(AZUR), True),
        (Only(animals="one"), to(AZUR, ZOE), False),
        (Only(animals="several"), to(AZUR, HEIDI), True),
        (Only(animals="several"), to(AZUR), False),
        (Only(appointment="with"), to(AZUR), False),
        (Only(appointment="with"), replace(to(AZUR), appointment=BOOKED), True),
        (Only(appointment="without"), replace(to(AZUR), appointment=BOOKED), False),
        (Only(species=("FEL",), sex="M"), to(ZOE), False),
    ],
)
def test_a_condition_holds(only: Only, recipient: Recipient, holds: bool) -> None:
    case = Case(recipient, FR, TODAY)
    assert only.holds(case) == holds
    assert not only or conditions.told(only.key, case) == ("1" if holds else "")
    assert conditions.read(only.kept()) == only


def test_a_condition_is_only_ever_one_of_the_choices() -> None:
    kept: dict[str, Any] = {"species": "FEL", "sex": "{{ 1 }}", "animals": 3, "appointment": "__class__", "more": "x"}
    assert conditions.read(kept) == Only()


def test_what_a_part_lacks_is_missing_only_for_who_gets_it() -> None:
    made = Document((Block("b1", "text", "Bonjour."), Block("b2", "text", "{{ client.titre }}", only=CAT)))
    for recipient, missing in ((to(ZOE, title=""), ["client.titre"]), (to(AZUR, title=""), [])):
        renderer = Renderer(of(made), "fr", FR)
        assert (
            renderer.particular
            and renderer.missing(values(recipient, frame=FR, today=TODAY, names=renderer.tags)) == missing
        )
    assert not Renderer(of(Document((Block("b1", "text", "{{ client.titre }}"),))), "fr", FR).particular


def test_the_same_as_in_french() -> None:
    made = Document((Block("b1", "text", "Bonjour {{ client.prenom }}."),), same=True)
    assert speaks(of(made), "en") and not speaks(of(replace(made, same=False)), "en")
    found = rendered(of(made), to(AZUR), EN)
    assert found.subject == "Bonjour" and found.text.startswith("Bonjour Marie-Ève.")


def test_a_link_has_words_of_its_own_and_none_inside() -> None:
    said = "[Écrivez à {{ clinique.courriel }}](mailto:a@b.example) ou [rien](javascript:x) ou [{{ 7*7 }}](https://a.example)"
    found = rendered(
        of(Document((Block("b1", "text", said.replace(" ou [{{ 7*7 }}](https://a.example)", "")),))), to(AZUR)
    )
    inside = re.search(r'<a href="mailto:a@b\.example"[^>]*>(.*?)</a>', found.html)
    assert inside and inside[1] == "Écrivez à info@erables.example"
    assert "[rien](javascript:x)" in found.html and "Écrivez à info@erables.example (a@b.example)" in found.text


@pytest.mark.parametrize("type", document.TYPES)
def test_every_value_is_escaped_in_every_block(type: str) -> None:
    """A name is text, whatever it looks like."""
    words = "<script>alert(1)</script> {{ animal.nom }}"
    made = Document(
        (Block("b0", "text", "x", "x"), Block("b1", type, words, words, words, words, "https://a.example", PHOTO))
    )
    evil = replace(ZOE, name='"><img src=x onerror=alert(1)>')
    for how in ("email", "letter"):
        html = rendered(of(made), to(evil), how=how).html
        assert "<script" not in html and "onerror=alert(1)>" not in html.replace("&gt;", "").replace("&quot;", "")


def test_a_template_of_the_first_form_says_the_same_in_blocks(app: Any) -> None:
    """Each ready-made one, to each of four families, in both languages."""
    for version in TemplateVersion.select(TemplateVersion, Template).join(Template):
        kind = version.template.kind
        before = Draft.of(kind, version)
        after = replace(before, format="blocks", blocks=before.document.kept())
        how: Callable[[Draft, Recipient, Frame], Rendered]
        how = lambda d, r, f: rendered(d, r, f, "letter" if d.kind in ("letter", "card") else "email")  # noqa: E731
        for family in (to(AZUR), to(ZOE), to(AZUR, ZOE, MAX), to(HEIDI, title="")):
            recipient = replace(family, appointment=BOOKED)
            for frame in (FR, EN):
                old, new = how(before, recipient, frame), how(after, recipient, frame)
                assert (old.subject, old.text) == (new.subject, new.text), version.template.code
                assert words(old.html) == words(new.html)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
