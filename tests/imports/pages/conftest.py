"""Small exports of an imaginary clinic, and a browser that sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient

CLIENTS = (
    "NoClient;Prénom;Nom;Adresse;Ville;CodePostal;Courriel;Cellulaire\n"
    "1;Marie-Ève;D’Amours;12, rue Merry;Magog;J1X 5R5;marie@courriel-exemple.ca;819 555-0101\n"
    "2;Réjean;L’Heureux;4, rue Principale;Sherbrooke;pas un code;rejean@courriel-exemple.ca;819 555-0102\n"
    "3;;;5, rue du Lac;Magog;J1X 1A1;;\n"
)
ANIMALS = (
    "NoAnimal;NoClient;Nom;Espèce;Race;Sexe;DateNaissance\n"
    "100;1;Minuit;Félin;;F;2020-05-01\n"
    "101;2;D'Artagnan;Canin;;M;2019-02-03\n"
    "102;3;Zoé;Canin;;F;2018-01-01\n"
    "103;999;=HYPERLINK(1);Canin;;F;2018-01-01\n"
)
UNKNOWN = "A;B;C\n7;1;Nougat\n8;2;Princesse\n"

Send = Callable[..., int]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


@pytest.fixture
def send(manager: FlaskClient) -> Send:
    """Sends files (name → text or bytes) and answers with the run's number."""

    def sent(**files: str | bytes) -> int:
        named = {name.replace("_", "."): content for name, content in files.items()}
        answer = manager.post("/imports", data=upload(named), content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return int(answer.location.rsplit("/", 1)[1])

    return sent


def upload(files: dict[str, str | bytes]) -> dict[str, list[tuple[BytesIO, str]]]:
    """As a browser's form has them."""
    return {
        "files": [
            (BytesIO(content if isinstance(content, bytes) else content.encode("utf-8-sig")), name)
            for name, content in files.items()
        ]
    }
