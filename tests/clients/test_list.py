from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp.models import Client, Correction

COMPLETE = {
    "address": "1, rue Cartier",
    "postal_code": "J1X 3B3",
    "email": "a@example.ca",
    "mobile_phone": "+18195550100",
}


def names(client: FlaskClient, url: str = "/clients") -> list[str]:
    html = client.get(url).get_data(as_text=True)
    return [
        re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r'<a class="who-link"[^>]*>(.*?)</a>', html, re.S)
    ]


def test_it_lists_present_clients_by_name(client: FlaskClient, now: datetime) -> None:
    for last, first in (("Zoé", "Anne"), ("D’Amours", "Marie-Ève"), ("dallaire", "Éric")):
        factories.client(last_name=last, first_name=first)
    factories.client(last_name="Parti", archived_at=now)
    assert names(client) == ["D’Amours, Marie-Ève", "dallaire, Éric", "Zoé, Anne"]
    assert names(client, "/clients?archived=1") == ["Parti, Marie-Ève"]


def test_it_shows_one_who_has_a_first_name_only(client: FlaskClient) -> None:
    factories.client(last_name="Adam")
    factories.client(last_name="", first_name="Éric")
    factories.client(last_name="Roy")
    assert names(client) == ["Adam, Marie-Ève", "Éric", "Roy, Marie-Ève"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=d%27am", ["D’Amours"]),
        ("q=D%E2%80%99AMOURS%2C+m", ["D’Amours"]),
        ("q=amours", []),
        ("town=Orford", ["Roy"]),
        ("language=en", ["Roy"]),
        ("reach=email", ["D’Amours"]),
        ("reach=sms", ["Roy"]),
        ("reach=post", ["D’Amours"]),
        ("reach=phone", ["Roy"]),
        ("reach=none", ["Seul"]),
        ("reach=no_email", ["Seul"]),
        ("reach=to_correct", ["Seul"]),
        ("reach=nonsense", ["D’Amours", "Roy", "Seul"]),
        ("town=Magog&reach=email", ["D’Amours"]),
        ("town=Magog&language=en", []),
    ],
)
def test_it_narrows_by_what_the_address_says(client: FlaskClient, now: datetime, query: str, found: list[str]) -> None:
    no = {"accepts_email": False, "accepts_sms": False, "accepts_post": False, "accepts_phone": False}
    factories.client(last_name="D’Amours", **COMPLETE, accepts_phone=False)
    factories.client(
        last_name="Roy", town="Orford", language="en", mobile_phone="+18195550100", mobile_takes_sms=True,
        email="r@example.ca", accepts_email=False,
    )  # fmt: skip
    alone = factories.client(last_name="Seul", mobile_phone="+18195550100", **no)
    Correction.create(client=alone, field="email", value="seul(at)example", noted_at=now)
    settled = factories.animal(owner=Client.get(last_name="Roy"))
    Correction.create(animal=settled, field="born_on", value="x", noted_at=now, settled_at=now)
    assert [name.split(",")[0] for name in names(client, f"/clients?{query}")] == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Aubé", "Côté", "Roy"]),
        ("-name", ["Roy", "Côté", "Aubé"]),
        ("town", ["Côté", "Aubé", "Roy"]),
        ("last_visit", ["Côté", "Roy", "Aubé"]),
        ("-last_visit", ["Aubé", "Roy", "Côté"]),
        ("-animals", ["Roy", "Aubé", "Côté"]),
        ("nonsense", ["Aubé", "Côté", "Roy"]),
    ],
)
def test_it_sorts(client: FlaskClient, sort: str, order: list[str]) -> None:
    one = factories.client(last_name="Aubé", town="Magog")
    factories.client(last_name="Côté", town="Granby")
    two = factories.client(last_name="Roy", town="Orford")
    factories.visit(of=factories.animal(owner=one), on=date(2026, 1, 9))
    factories.visit(of=factories.animal(owner=two), on=date(2025, 1, 9))
    factories.animal(owner=two)
    factories.animal(owner=one, deceased=True)
    assert [name.split(",")[0] for name in names(client, f"/clients?sort={sort}")] == order


def test_it_cuts_the_list_and_counts_all_of_it(client: FlaskClient) -> None:
    for number in range(60):
        factories.client(last_name=f"Roy {number:02}", town="Orford" if number % 2 else "Magog")
    html = client.get("/clients?town=Orford&page=2").get_data(as_text=True)
    assert "30 clients" in html
    assert "26 à 30 sur 30" in html.replace("\u00a0", " ")
    assert "town=Orford" in html
    assert len(names(client, "/clients?page=3")) == 10
    assert len(names(client, "/clients?page=999")) == 10
    assert len(names(client, "/clients?page=-1")) == 25


def test_it_says_why_it_is_empty_and_what_next(client: FlaskClient) -> None:
    assert "Aucun client pour l’instant" in client.get("/clients").get_data(as_text=True)
    factories.client()
    nothing = client.get("/clients?q=%3Cb%3Ezzz").get_data(as_text=True)
    assert "Aucun nom de client ne commence par «\u00a0&lt;b&gt;zzz\u00a0»" in nothing
    assert "Aucun client ne répond à ces filtres" in client.get("/clients?town=Ailleurs").get_data(as_text=True)
    assert "Aucun client n’est archivé" in client.get("/clients?archived=1").get_data(as_text=True)


def test_it_shows_the_names_that_break_software(client: FlaskClient) -> None:
    owner = factories.client(last_name="=cmd|' /C calc'!A0", first_name="B&W")
    for name in ("D'Artagnan", "", "Nuit\u00a0Ahathoor"):
        factories.animal(owner=owner, name=name)
    html = client.get("/clients").get_data(as_text=True)
    assert "=cmd|&#39; /C calc&#39;!A0" in html
    assert "sans nom, D&#39;Artagnan et Nuit\u00a0Ahathoor" in html


def test_it_answers_htmx_with_the_list_alone(client: FlaskClient) -> None:
    factories.client()
    html = client.get("/clients", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert html.lstrip().startswith('<div id="clients-list"')
    assert "<html" not in html


def test_it_asks_the_same_number_of_statements_whatever_the_size(app: Flask, client: FlaskClient) -> None:
    counts = []
    client.get("/clients")
    for _ in range(2):
        for _ in range(12):
            factories.animal()
        with count_queries() as counted:
            client.get("/clients?sort=-last_visit")
        counts.append(counted.count)
    assert counts[0] == counts[1]


def test_it_reads_in_english(client: FlaskClient, julie: object) -> None:
    julie.language = "en"  # type: ignore[attr-defined]
    julie.save()  # type: ignore[attr-defined]
    factories.client()
    html = client.get("/clients").get_data(as_text=True)
    assert "1 client" in html
    assert "Name begins with" in html


def test_it_is_closed_to_strangers(stranger: FlaskClient) -> None:
    assert stranger.get("/clients").status_code == 302
