"""The editor of blocks through its forms: moved, added, taken away, given a picture, saved, looked at."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.message_templates.steps import FIELDS, NAMED, THREE, arrange, look, make, order, saved, versions
from webapp.message_templates.rules.blocks import document
from webapp.models import Template


def jpeg(width: int = 1600, height: int = 800) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#0b6b57").save(out, "JPEG", comment=b"taken at home")
    return out.getvalue()


@pytest.mark.parametrize(
    ("do", "ids", "at"),
    [
        ("up:b2", ["b2", "b1", "b3"], "b2"), ("down:b1", ["b2", "b1", "b3"], "b1"), ("up:b1", ["b1", "b2", "b3"], "b1"),
        ("down:b3", ["b1", "b2", "b3"], "b3"), ("remove:b2", ["b1", "b3"], "b3"), ("remove:b3", ["b1", "b2"], "b2"),
        ("copy:b1", ["b1", "b4", "b2", "b3"], "b4"), ("add:divider:b1", ["b1", "b4", "b2", "b3"], "b4"),
        ("add:text:", ["b4", "b1", "b2", "b3"], "b4"), ("add:script:b1", ["b1", "b2", "b3"], ""),
        ("add:text:b9", ["b1", "b2", "b3"], ""), ("up:b9", ["b1", "b2", "b3"], "b9"),
        ("nothing", ["b1", "b2", "b3"], ""),
        ("place:b3", ["b1", "b2", "b3"], "b3"),
    ],
)  # fmt: skip
def test_it_arranges_and_keeps_what_was_typed(client: FlaskClient, do: str, ids: list[str], at: str) -> None:
    fragment = arrange(client, do)
    assert [entry.split(":")[0] for entry in order(fragment)] == ids and f'data-at="{at}"' in fragment
    assert ("un\n- deux" in fragment) == ("b2" in ids) and "<html" not in fragment
    assert not Template.select().where(Template.name_fr == "Printemps").exists()


def test_it_arranges_without_javascript(client: FlaskClient) -> None:
    page = arrange(client, "up:b2", htmx=False)
    assert order(page) == ["b2:text", "b1:heading", "b3:button"] and 'value="Bonjour"' in page and "<html" in page


def test_it_copies_the_french_to_translate_it(client: FlaskClient) -> None:
    fragment = arrange(client, "translate:b1", **{"en-b1": "", "en-b2": "mine"})
    assert len(re.findall(r"\{\{ animal.nom \}\}", fragment)) == 2 and "mine" in fragment


def test_it_takes_a_picture_and_leaves_where_it_was_taken_behind(client: FlaskClient) -> None:
    fragment = arrange(client, "picture:b4", block=[*THREE["block"], "b4:picture"],
                       **{"upload-b4": (io.BytesIO(jpeg()), "cat.jpg")})  # fmt: skip
    (name,) = set(re.findall(r"/templates/pictures/(photo-[0-9a-f]{12}-1068x534\.jpg)", fragment))
    with client.get(f"/templates/pictures/{name}") as answer:
        assert answer.mimetype == "image/jpeg" and b"taken at home" not in answer.data
    assert client.get("/templates/pictures/photo-000000000000-1x1.jpg").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no picture", "Ce fichier ne se lit pas comme une image."), (b"", "Ce fichier ne se lit pas comme une image.")],
)
def test_it_says_why_a_file_is_no_picture(client: FlaskClient, content: bytes, sentence: str) -> None:
    fragment = arrange(client, "picture:b4", block=[*THREE["block"], "b4:picture"],
                       **{"upload-b4": (io.BytesIO(content), "cat.jpg")})  # fmt: skip
    assert sentence in fragment and "un\n- deux" in fragment


def test_it_saves_a_version_of_blocks(client: FlaskClient) -> None:
    (version,) = versions(saved(client, **{"species-b2": ["FEL", "CAN"], "sex-b2": "F"}))
    made = document.read(version.blocks)
    assert (
        version.format == "blocks" and not version.body_fr and [each.id for each in made.blocks] == ["b1", "b2", "b3"]
    )
    assert made.blocks[1].fr == "{{ appel }}\n\n- un\n- deux"
    assert made.blocks[1].only.species == ("CAN", "FEL") and made.blocks[1].only.sex == "F"


def test_it_makes_no_version_of_no_change(client: FlaskClient) -> None:
    found = saved(client)
    assert client.post(f"/templates/{found.id}", data=THREE).status_code == 303 and len(versions(found)) == 1
    client.post(f"/templates/{found.id}", data={**THREE, "fr-b2": "Autre"})
    assert len(versions(found)) == 2


def test_a_text_opens_as_blocks_and_stays_what_it_is_until_it_changes(client: FlaskClient) -> None:
    found = make(client)
    page = client.get(f"/templates/{found.id}").text
    assert order(page) == ["b1:text", "b2:text"] and "Venez!" in page
    same = {**NAMED, "name_fr": FIELDS["name_fr"], "block": order(page), "fr-b1": "{{ appel }}", "en-b1": "{{ appel }}",
            "fr-b2": "Venez!", "en-b2": "Come!"}  # fmt: skip
    client.post(f"/templates/{found.id}", data=same)
    assert len(versions(found)) == 1
    client.post(f"/templates/{found.id}", data={**same, "fr-b2": "Venez vite!"})
    assert [each.format for each in versions(found)] == ["text", "blocks"]
    assert 'name="body_fr"' not in client.get(f"/templates/{found.id}?plain=1").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url-b3": ""}, "Dites où mène le bouton"),
        ({"url-b3": "javascript:alert(1)"}, "ne peut pas s’ouvrir"),
        ({"fr-b2": "{{ animal.nmo }}"}, "inconnue. Vouliez-vous dire «\u00a0animal.nom\u00a0»"),
        ({"fr-b2": "{{ animal.nom }"}, "Ces accolades ne font pas une balise"),
        ({"fr-b2": "{{ ''.__class__ }}"}, "est inconnue"),
        ({"subject_fr": ""}, "Un courriel a besoin d’un objet"),
        ({"block": ["b1:picture"]}, "Choisissez une photo, ou retirez le bloc"),
        ({"block": [], "subject_fr": "", "subject_en": ""}, "Écrivez le texte dans au moins une langue"),
        ({"fr-b2": "x" * 65_536}, "C’est trop long"),
    ],
)  # fmt: skip
def test_it_refuses_beside_the_block_and_keeps_what_was_typed(
    client: FlaskClient, fields: dict[str, Any], sentence: str
) -> None:
    refused = client.post("/templates/new?kind=email", data={**THREE, "en-b2": "Typed with care", **fields})
    assert refused.status_code == 422 and sentence in refused.text
    assert "Typed with care" in refused.text or "block" in fields


@pytest.mark.parametrize(
    ("letters", "sent_as"), [(65_536, "multipart/form-data"), (1_000_000, "application/x-www-form-urlencoded")]
)
def test_what_is_too_long_is_told_and_stays(client: FlaskClient, letters: int, sent_as: str) -> None:
    """Of one block alone."""
    typed = {**NAMED, "block": ["b1:text"], "fr-b1": "x" * letters, "en-b1": "y"}
    refused = client.post("/templates/new?kind=email", data=typed, content_type=sent_as)
    assert refused.status_code == 422 and "C’est trop long" in refused.text
    assert "x" * letters in refused.text and not Template.select().where(Template.name_fr == "Printemps").exists()


def test_it_is_looked_at_as_it_is_written(client: FlaskClient, manager: FlaskClient) -> None:
    fragment, address = look(client, **{"en-b2": ""})
    assert 'id="looked"' in fragment and 'id="mends" hx-swap-oob="true"' in fragment
    assert "Le bloc «\u00a0Texte\u00a0» manque en anglais." in fragment and 'value="translate:b2"' in fragment
    answer = client.get(address)
    assert "<mark>" in answer.text and "Venir" in answer.text and "sandbox" in answer.headers["Content-Security-Policy"]
    assert "@media all" in client.get(f"{address}?dark=1").text and "@media all" not in answer.text
    assert manager.get(address).status_code == 404  # nobody else's
    assert client.get("/templates/looks/nothing").status_code == 404


def test_the_picture_stands_in_the_look_itself(client: FlaskClient) -> None:
    fragment = arrange(client, "picture:b4", block=[*THREE["block"], "b4:picture"],
                       **{"upload-b4": (io.BytesIO(jpeg(300, 200)), "cat.jpg")})  # fmt: skip
    name = re.findall(r'name="file-b4" value="([^"]+)"', fragment)[0]
    _fragment, address = look(client, block=[*THREE["block"], "b4:picture"], **{"file-b4": name})
    page = client.get(address).text
    assert 'src="data:image/jpeg;base64,' in page and "cid:photo" not in page


def test_a_letter_has_no_button_to_press(client: FlaskClient) -> None:
    page = client.get("/templates/new?kind=letter").text
    assert "add:heading:" in page and "add:button:" not in page and "add:booking:" not in page
