"""The clinic's paper, its printer, its logo."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.letters.conftest import fetched
from tests.pdfs import read, texts
from webapp.models import Clinic


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (10, 100, 90, 0)[: len(mode)]).save(out, kind)
    return out.getvalue()


def send(manager: FlaskClient, content: bytes) -> tuple[int, str]:
    answer = manager.post("/letters/settings/logo", data={"logo": (io.BytesIO(content), "logo.png")})
    return answer.status_code, answer.text


def test_it_saves_the_paper(clinic: Clinic, manager: FlaskClient) -> None:
    assert "Papier" in manager.get("/settings").text
    fields = {"paper": "a4", "envelope": "right", "offset_x": "1,5", "offset_y": "-2"}
    assert manager.post("/letters/settings", data=fields).status_code == 303
    saved = Clinic.get()
    assert (saved.paper, saved.envelope, saved.print_offset_x, saved.print_offset_y) == ("a4", "right", 15, -20)


def test_it_shows_what_is_saved_and_saving_twice_changes_nothing(clinic: Clinic, manager: FlaskClient) -> None:
    """A browser shows nothing in a number field whose value has a comma, and would send nothing."""
    fields = {"paper": "letter", "envelope": "left", "offset_x": "1,5", "offset_y": "-2,0"}
    for _time in range(2):
        manager.post("/letters/settings", data=fields)
        page = manager.get("/letters/settings").text
        shown = {name: tag for tag in re.findall(r"<input[^>]*>", page) for name in re.findall(r'name="(\w+)"', tag)}
        assert all('type="text"' in shown[name] for name in ("offset_x", "offset_y"))
        fields |= {name: re.findall(r'value="([^"]*)"', shown[name])[0] for name in ("offset_x", "offset_y")}
        assert (fields["offset_x"], fields["offset_y"]) == ("1,5", "-2,0")
    assert (Clinic.get().print_offset_x, Clinic.get().print_offset_y) == (15, -20)


def test_it_prints_who_signs(clinic: Clinic, manager: FlaskClient, printed: int, client: FlaskClient) -> None:
    fields = {"paper": "letter", "envelope": "left", "offset_x": "0", "offset_y": "0"}
    manager.post("/letters/settings", data={**fields, "signed_by_fr": "Dre Anne Gagnon", "signed_by_en": "Dr. Gagnon"})
    client.post(f"/print-runs/{printed}/again", data={"from_number": "1"})
    first, _second, third = texts(fetched(client, f"/print-runs/{printed + 1}/file"))
    assert "Dre Anne Gagnon\nClinique vétérinaire du Lac" in first
    assert "Dr. Gagnon\nClinique vétérinaire du Lac" in third


@pytest.mark.parametrize("offset", ["abc", "21", "NaN", "1e9"])
def test_it_refuses_an_offset_that_is_none(clinic: Clinic, manager: FlaskClient, offset: str) -> None:
    fields = {"paper": "a4", "envelope": "left", "offset_x": offset, "offset_y": "0"}
    answer = manager.post("/letters/settings", data=fields)
    assert answer.status_code == 422
    assert Clinic.get().paper == "letter"


def test_it_keeps_a_small_jpeg_of_the_logo(clinic: Clinic, manager: FlaskClient, app: Flask) -> None:
    assert send(manager, picture(size=(3000, 1000)))[0] == 303
    name = Clinic.get().logo
    with Image.open(app.config["RELANCE"].under("uploads", name)) as kept:
        assert (kept.format, kept.size, kept.mode) == ("JPEG", (900, 300), "RGB")
        assert kept.getpixel((5, 5)) == (255, 255, 255)  # what was clear is white
    assert fetched(manager, "/letters/settings/logo").startswith(b"\xff\xd8")
    send(manager, picture("JPEG", mode="RGB"))
    assert not app.config["RELANCE"].under("uploads", name).exists()
    manager.delete("/letters/settings/logo")
    assert Clinic.get().logo == ""
    assert list(app.config["RELANCE"].under("uploads").iterdir()) == []
    assert manager.get("/letters/settings/logo").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choisissez"),
        (b"%PDF-1.7 not a picture", "ne se lit pas"),
        (picture("GIF", mode="RGB"), "JPEG ou un PNG"),
        (picture(size=(10, 10)), "trop petite"),
        (picture()[:60], "ne se lit pas"),
    ],
)
def test_it_refuses_what_is_no_logo(clinic: Clinic, manager: FlaskClient, content: bytes, words: str) -> None:
    status, text = send(manager, content)
    assert status == 422
    assert words in text
    assert Clinic.get().logo == ""


def test_it_stands_on_the_letters(clinic: Clinic, manager: FlaskClient, printed: int, client: FlaskClient) -> None:
    send(manager, picture(size=(800, 400), mode="RGB"))
    client.post(f"/print-runs/{printed}/again", data={"from_number": "1"})
    pages = read(fetched(client, f"/print-runs/{printed + 1}/file")).pages
    assert any(image.image and image.image.width == 800 for page in pages for image in page.images)


def test_it_prints_a_trial_sheet(clinic: Clinic, client: FlaskClient) -> None:
    assert "Feuille d’essai" in texts(client.get("/letters/settings/trial").data)[0]
    page = read(client.get("/letters/settings/trial?sheet=L7160").data).pages[0]
    assert float(page.mediabox.width) == pytest.approx(595.3, abs=0.1)


def test_it_is_for_managers(clinic: Clinic, client: FlaskClient) -> None:
    assert client.get("/letters/settings").status_code == 403
    assert client.post("/letters/settings", data={"paper": "a4"}).status_code == 403
