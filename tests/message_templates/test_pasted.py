"""Tags of other programs in a pasted text: found, told of, replaced by ours with one press."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.message_templates.steps import FIELDS, THREE
from webapp.message_templates.rules import pasted
from webapp.message_templates.rules.tags import TAGS


def test_every_meaning_is_a_tag() -> None:
    assert {each for each in pasted._MEANT if each not in TAGS} == set()


@pytest.mark.parametrize(
    ("said", "tags"),
    [
        ("_NOM-DU-CLIENT_, la visite _DE-NOM-ANIMAL_", ["appel", "animal.de_nom"]),
        ("_PRENOM-DU-CLIENT_ _NOM-DE-LA-CLINIQUE_", ["client.prenom", "clinique.nom"]),
        ("Bonjour (nom-animal), (date-du-rappel)", ["animal.nom", "rappel.echeance"]),
        ("<<Nom>> << First name >>", ["client.nom", "client.prenom"]),
        ("{{{name}}} {{{ due_date }}}", ["client.nom_complet", "rappel.echeance"]),
        ("_NOM-DU-CLIENT_ et _NOM-DU-CLIENT_", ["appel"]),
        ("(rendez-vous) (peut-être) _mot_ a_b_c <<???>> {{ animal.nom }} (animal)", []),
        ("un _AUTRE-MOT_ et snake_case_name", []),
    ],
)
def test_it_finds_what_they_mean(said: str, tags: list[str]) -> None:
    assert [each.tag for each in pasted.found(said)] == tags


def test_it_replaces_them_and_nothing_else() -> None:
    said = "_NOM-DU-CLIENT_, (nom-animal) a _UN-RIEN_."
    assert pasted.replaced(said) == f"{TAGS['appel'].typed}, {TAGS['animal.nom'].typed} a _UN-RIEN_."
    assert pasted.replaced(pasted.replaced(said)) == pasted.replaced(said)


def test_a_press_replaces_them_in_the_blocks_and_the_subject(client: FlaskClient) -> None:
    typed = {**THREE, "subject_fr": "Pour (nom-animal)", "fr-b2": "_NOM-DU-CLIENT_, venez."}
    told = client.post("/templates/new/preview?kind=email", data=typed, headers={"HX-Request": "true"}).text
    assert "est une balise d’un autre logiciel" in told and 'name="do" value="replace"' in told
    page = client.post("/templates/new/preview?kind=email", data={**typed, "do": "replace"}).text
    assert "{{\u00a0appel\u00a0}}, venez." in page and 'value="Pour {{\u00a0animal.nom\u00a0}}"' in page


def test_a_press_replaces_them_in_a_text_message(client: FlaskClient) -> None:
    typed = {**FIELDS, "body_fr": "<<Nom>>, venez."}
    page = client.post("/templates/new/preview?kind=letter", data={**typed, "do": "replace"}).text
    assert "{{\u00a0client.nom\u00a0}}, venez." in page
