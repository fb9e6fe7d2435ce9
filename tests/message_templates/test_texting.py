"""The editor of a text message: counted while one types, for each of a batch, mended with a tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from tests.message_templates.people import AZUR, EN, FR, HEIDI, MAX, TODAY, ZOE, to
from webapp import merge
from webapp.message_templates import queries
from webapp.message_templates.rules import checks, texting
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.rendering import Renderer
from webapp.message_templates.rules.texting import Reader
from webapp.models import Batch, Template, TemplateVersion

HTMX = {"HX-Request": "true"}
FIELDS = {
    "name_fr": "Vaccin",
    "name_en": "Vaccine",
    "purpose": "care",
    "communication": "reminder",
    "body_en": "{{ animal.nom }} is due.",
}
SOON = "Des Érables: bientôt le vaccin {{ animal.de_nom }}. Appelez le {{ clinique.telephone }} pour le rendez-vous."
FRAMES = {"fr": FR, "en": EN}


def look(client: FlaskClient, *, htmx: bool = True, **fields: str) -> str:
    number = Template.get(code="vaccination_sms").id
    answer = client.post(f"/templates/{number}/preview", data={**FIELDS, **fields}, headers=HTMX if htmx else {})
    assert answer.status_code == 200 and ("<html" in answer.text) is not htmx
    return re.sub(r"\s+", " ", answer.text.replace("\u00a0", " "))


def typed(page: str, place: str = "body_fr") -> str:
    """What stands in the field."""
    found = re.search(rf'<textarea[^>]* name="{place}"[^>]*>(.*?)</textarea>', page)
    assert found
    return found[1].strip()


@pytest.fixture
def batch(client: FlaskClient) -> Batch:
    """Four clients with a mobile, of whom one reads English, and one without."""
    animals = []
    for number, (name, language) in enumerate(
        [("Azur", "fr"), ("Zoë", "fr"), ("Heidi", "fr"), ("Bao", "en"), ("Max", "fr")]
    ):
        owner = factories.client(
            first_name="Luc", last_name=name, language=language, mobile_takes_sms=True,
            mobile_phone="" if name == "Max" else f"+1514555010{number}",
        )  # fmt: skip
        animals.append(factories.animal(owner=owner, name=name))
    factories.identify(phone="+15145550100")
    return factories.batch(animals=animals, type_=factories.reminder_type("vaccination"))


# ---------- The rules.


def count(body: str, *readers: Reader, english: str = "") -> texting.Counted:
    return texting.count(Draft("sms", body_fr=body, body_en=english), readers, FRAMES, TODAY)


def test_it_counts_each_message_with_its_own_names() -> None:
    readers = [Reader("fr", to(AZUR)), Reader("fr", to(ZOE)), Reader("fr", to(AZUR, HEIDI)), Reader("en", to(MAX))]
    found = count("{{ animal.nom }}" + "e" * 70, *readers, english="{{ animal.nom }}")
    assert [text.length.parts for text in found.texts] == [1, 2, 1, 1] and found.parts == 5
    assert found.by_parts == {1: 3, 2: 1} and [each.reader.about for each in found.beyond] == ["Zoë"]
    assert [name for name, _ in found.cases()] == ["usual", "shortest", "longest", "other"]
    assert found.usual("en") and not count("").texts
    zoe = found.texts[1]
    assert [piece for piece in zoe.pieces if piece[1]] == [("ë", True)]
    assert "".join(said for said, _ in zoe.pieces) == zoe.said


def test_it_names_those_who_cannot_be_written_to() -> None:
    found = count("{{ client.titre }}", Reader("fr", to(AZUR, title="")), Reader("en", to(MAX)))
    assert [(reader.about, tag) for reader, tag in found.lacking] == [("Azur", "client.titre")]
    assert found.unwritten == 1 and not found.cases()


def test_it_looks_at_the_length_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_given: object, **_more: object) -> None:
        raise AssertionError("ran")

    monkeypatch.setattr(merge, "compile", never)
    assert count("a" * (checks.LONGEST_BODY + 1), Reader("fr", to(AZUR))).unwritten == 1


@pytest.mark.parametrize(
    ("body", "rare", "without"),
    [
        ("L’été, « ça », bientôt…", ("ç", "ô"), "L’été, « ca », bientot…"),
        ("{{ client.prénom }} {{ animal.nom }} à l’œil", (), "{{ client.prénom }} {{ animal.nom }} à l’œil"),
        ("Bravo 🐶!", ("🐶",), "Bravo !"),
    ],
)
def test_it_finds_the_letters_that_cost(body: str, rare: tuple[str, ...], without: str) -> None:
    draft = Draft("sms", body_fr=body)
    assert texting.rare(draft, FRAMES) == rare
    assert texting.without(draft, rare).body_fr == without
    assert not texting.rare(texting.without(draft, rare), FRAMES)


def test_it_leaves_rare_accents_out_in_a_clinic_that_says_so() -> None:
    bare = replace(FR, bare_texts=True)
    draft = Draft("sms", body_fr="Bientôt {{ animal.nom }} 🐶")
    found = texting.count(draft, [Reader("fr", to(ZOE))], {"fr": bare}, TODAY).texts[0]
    assert found.said.startswith("Bientot Zoe 🐶\nARRET")
    assert texting.rare(draft, {"fr": bare}) == ("🐶",)


def test_it_says_how_to_stop_once() -> None:
    def said(body: str, frame: str) -> str:
        renderer = Renderer(Draft("sms", body_fr=body, body_en=body), frame, FRAMES[frame])
        return renderer.sms({}).text

    assert said("Un mot.\n", "fr") == "Un mot.\nARRET pour ne plus en recevoir."
    assert said("A word.", "en") == "A word.\nReply STOP to opt out."
    assert said("A word. STOP ends it.", "en") == "A word. STOP ends it."


def test_it_rounds_a_cost_up() -> None:
    assert [texting.cost(parts, 83) for parts in (0, 1, 47)] == [0, 1, 40]
    assert texting.cost(47, 500) == 235 and texting.cost(47, None) is None


# ---------- The page.


def test_it_counts_while_one_types(client: FlaskClient) -> None:
    page = look(client, body_fr="Bonjour " + "e" * 160)
    assert "2 parties pour" in page and "153 + " in page and "facturé 2 parties" in page
    assert '<b lang="fr">ARRET pour ne plus en recevoir.</b> Obligatoire' in page
    page = look(client, body_fr="Bonjour. STOP pour arrêter.")
    assert "Le texte dit lui-même comment arrêter." in page and "1 partie pour" in page
    assert "La balise « animal.nmo » est inconnue" in look(client, body_fr="{{ animal.nmo }}")
    assert TemplateVersion.select().where(TemplateVersion.body_fr.contains("Bonjour e")).count() == 0


def test_it_opens_with_the_count_of_its_examples(client: FlaskClient, asked: Callable[..., list[str]]) -> None:
    number = Template.get(code="vaccination_sms").id
    factories.identify()
    answers = []
    assert len(asked(lambda: answers.append(client.get(f"/templates/{number}")))) <= 12
    assert "il est temps de vacciner" in typed(answers[0].text.replace("\n", " ").replace("\u00a0", " "))
    assert "1 partie pour" in answers[0].text and client.get("/templates/new?kind=sms").status_code == 200


def test_it_counts_everybody_of_a_batch(client: FlaskClient, batch: Batch) -> None:
    factories.identify(sms_price=500)
    page = look(client, body_fr=SOON, batch="")
    assert "« ô » ajoute 2 parties à ce lot, 0,10 $." in page
    assert "4 textos : 7 parties, environ 0,35 $. <strong>Sans « ô » : 5 parties, environ 0,25 $." in page
    assert "1 texto dépasse encore une partie : Zoë." in page and "À 0,05 $ la partie" in page
    assert "Personne de ce lot" not in page and "Bao" in page


def test_it_says_whom_a_batch_leaves_aside(client: FlaskClient, batch: Batch) -> None:
    page = look(client, body_fr="{{ client.titre }} et {{ animal.nom }}", body_en="", batch=str(batch.number))
    assert "1 client lit une langue dans laquelle il n’y a pas de texte." in page
    assert "et seraient" not in page and "Titre" in page and "qui ne partiraient pas : Azur, Heidi et Zoë." in page
    assert "Personne de ce lot ne recevrait de texto." in page
    assert "Pour tout un lot" not in page  # the heading and the choice stay where they are
    assert "comptés ici" in look(client, body_fr=SOON, batch="9999")


def test_it_replaces_with_a_tap_and_puts_back(client: FlaskClient) -> None:
    page = look(client, body_fr="Bientôt, ça", body_en="Ça, Zoë")
    assert 'name="replace" value="ôçë"' in page and "ô → o" in page
    page = look(client, body_fr="Bientôt, ça", body_en="Ça, Zoë", replace="ô")
    assert typed(page) == "Bientot, ça" and 'data-unsaved="kept"' in page and "Remplacé dans le texte." in page
    page = look(client, body_fr="Bientôt, ça", body_en="Ça, Zoë", replace="ôçë")
    assert typed(page) == "Bientot, ca" and typed(page, "body_en") == "Ça, Zoe" and 'name="replace"' not in page
    before = dict(re.findall(r'name="(before_\w+)" value="([^"]*)"', page))
    assert before == {"before_body_fr": "Bientôt, ça", "before_body_en": "Ça, Zoë"}
    page = look(client, body_fr="Bientot, ca", body_en="Ça, Zoe", undo="1", **before)
    assert typed(page) == "Bientôt, ça" and typed(page, "body_en") == "Ça, Zoë"


def test_it_keeps_a_letter_on_purpose(client: FlaskClient) -> None:
    page = look(client, body_fr="Bientôt", keep="ô")
    assert 'name="kept" value="ô"' in page and 'name="replace"' not in page
    assert 'name="replace" value="ç"' in look(client, body_fr="Bientôt ça", kept="ô")


def test_it_leaves_the_words_alone_while_one_types(client: FlaskClient) -> None:
    assert "<textarea" not in look(client, body_fr="Bientôt")


def test_it_steps_through_what_is_worth_a_look(client: FlaskClient, batch: Batch) -> None:
    page = look(client, body_fr=SOON, batch=str(batch.number), case="other")
    assert 'name="case" value="other"' in page and '<p class="bubble" lang="en"> Bao is due.' in page.replace(
        '">Bao', '"> Bao'
    )
    assert '<mark class="rare">ô</mark>' in look(client, body_fr=SOON, case="nobody")


def test_it_works_without_javascript(client: FlaskClient, batch: Batch) -> None:
    page = look(client, htmx=False, body_fr="Bientôt " + SOON, batch=str(batch.number), replace="ô")
    assert f'<option value="{batch.number}" selected>' in page
    assert typed(page).startswith("Bientot Des Érables: bientot") and "4 textos" in page and "Compter" in page


def test_it_refuses_and_keeps_what_was_typed(client: FlaskClient) -> None:
    number = Template.get(code="vaccination_sms").id
    answer = client.post(f"/templates/{number}", data={**FIELDS, "body_fr": "{{ animal.nmo }} ô", "seen": "1"})
    assert answer.status_code == 422 and "{{ animal.nmo }} ô" in typed(answer.text.replace("\n", " "))
    assert 'aria-invalid="true"' in answer.text and 'id="body_fr-error"' in answer.text
    answer = client.post(f"/templates/{number}", data={**FIELDS, "body_fr": "Court.", "seen": "1"})
    assert answer.status_code == 303
    saved = queries.newest(number)
    assert saved and (saved.number, saved.body_fr) == (2, "Court.")


def test_it_is_english_to_whoever_reads_it(app: Flask) -> None:
    page = look(sign_in(app, factories.staff_member(name="Emily Clark", language="en")), body_fr="Bientôt 🐶")
    assert "Remove “🐶”" in page and "one part holds 70 characters" in page
