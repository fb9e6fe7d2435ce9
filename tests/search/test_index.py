"""The list under the box and the page of all results, through the browser's door."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests import factories
from webapp import db
from webapp.models import StaffMember
from webapp.search import actions

HTMX = {"HX-Request": "true"}


def tremblays(count: int) -> None:
    for n in range(count):
        factories.client(first_name=f"Luc{n:02}", last_name="Tremblay")
    actions.index_clients(client_ids=None)


def text(page: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", page)).strip()


def test_it_lists_under_the_box(client: FlaskClient) -> None:
    tremblays(10)
    answer = client.get("/search?q=tremblay", headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="search-results"')
    assert answer.text.count("<li>") == 8
    assert "Voir les 10 résultats" in answer.text
    assert 'href="/search?q=tremblay"' in answer.text
    assert "<mark>Tremblay</mark>" in answer.text
    assert "10 résultats</p>" in answer.text  # said to those who do not see


def test_each_result_leads_to_the_client(client: FlaskClient) -> None:
    owner = factories.client(first_name="Luc", last_name="Tremblay", mobile_phone="+15145551234")
    factories.animal(owner=owner, name="Rex", deceased=True)
    actions.index_clients(client_ids=None)
    page = client.get("/search?q=rex", headers=HTMX).text
    assert re.search(rf'href="/clients/{owner.id}"', page)
    assert "514\u00a0555-1234" in page
    assert "Rex (décédé)" in text(page)


def test_it_says_what_may_have_been_meant(client: FlaskClient) -> None:
    tremblays(10)
    page = client.get("/search?q=trembaly", headers=HTMX).text
    assert "Rien pour «\u00a0trembaly\u00a0»." in text(page)
    assert "Vouliez-vous dire Tremblay?" in text(page)
    assert 'href="/search?q=Tremblay"' in page
    assert page.count("<li>") == 8
    assert "Voir les 10 résultats" in page


def test_it_says_that_there_is_nothing(client: FlaskClient) -> None:
    assert "Rien pour «\u00a0zzzz\u00a0»." in text(client.get("/search?q=zzzz", headers=HTMX).text)
    assert "Tapez au moins une lettre" in client.get("/search?q=***", headers=HTMX).text
    assert text(client.get("/search?q=", headers=HTMX).text) == ""


def test_it_has_a_page_of_results_with_pages(client: FlaskClient) -> None:
    tremblays(30)
    first, second = client.get("/search?q=tremblay").text, client.get("/search?q=tremblay&page=2").text
    assert "30 résultats" in first
    assert [page.count('<li class="row') for page in (first, second)] == [25, 5]
    assert "26 à 30 sur\u00a030" in text(second)
    assert 'value="tremblay"' in second  # the box keeps what was typed


def test_a_page_beyond_the_last_shows_the_last(client: FlaskClient) -> None:
    tremblays(30)
    page = client.get("/search?q=tremblay&page=99").text
    assert "26 à 30 sur\u00a030" in text(page)


def test_the_page_corrects_and_says_nothing(client: FlaskClient) -> None:
    tremblays(3)
    assert "Vouliez-vous dire Tremblay?" in text(client.get("/search?q=trembaly").text)
    assert "Rien pour" in client.get("/search?q=zzzz").text
    assert "Qui cherchez-vous?" in client.get("/search").text


def test_it_marks_the_archived(client: FlaskClient, now: object) -> None:
    factories.client(first_name="Luc", last_name="Tremblay", archived_at=now)
    factories.client(first_name="Line", last_name="Tremblay")
    actions.index_clients(client_ids=None)
    for headers in ({}, HTMX):
        assert "archivé" in client.get("/search?q=tremblay", headers=headers).text


def test_it_writes_names_as_text(client: FlaskClient) -> None:
    for name in ("<b>Luc</b>", "<b>Luc</b> fils"):
        factories.client(first_name=name, last_name='O"Connor<script>')
    actions.index_clients(client_ids=None)
    for headers in ({}, HTMX):
        page = client.get("/search", query_string={"q": "luc connor <script>"}, headers=headers).text
        assert "<script>" not in page
        assert "&lt;b&gt;" in page


def test_it_speaks_english(client: FlaskClient, julie: StaffMember) -> None:
    StaffMember.update(language="en").where(StaffMember.id == julie.id).execute()
    tremblays(10)
    assert "See the 10 results" in client.get("/search?q=tremblay", headers=HTMX).text
    assert "Did you mean Tremblay?" in text(client.get("/search?q=trembaly", headers=HTMX).text)


def test_it_is_closed_to_strangers(stranger: FlaskClient) -> None:
    tremblays(1)
    for headers in ({}, HTMX):
        assert "Tremblay" not in stranger.get("/search?q=tremblay", headers=headers).text


def test_it_opens_the_file_of_the_only_one(client: FlaskClient) -> None:
    tremblays(2)
    only = factories.client(first_name="Maude", last_name="Royer", mobile_phone="+15145551234")
    actions.index_clients(client_ids=None)
    for typed in ("514 555-1234", "royer", "Maude Royer"):
        answer = client.get("/search", query_string={"q": typed})
        assert (answer.status_code, answer.location) == (302, f"/clients/{only.id}"), typed
    assert client.get("/search?q=tremblay").status_code == 200  # two of them
    assert client.get("/search?q=royre").status_code == 200  # only meant, perhaps
    assert "<mark>Royer</mark>" in client.get("/search?q=royer", headers=HTMX).text  # the box still lists


def test_it_indexes_many_in_short_transactions(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tremblays(5)
    kept = "SELECT rowid, surname, names, number FROM client_search ORDER BY rowid"
    whole, order = db.rows(kept), db.rows("SELECT client_id, standing, sort_name FROM search_order ORDER BY client_id")
    begun: list[int] = []
    plain = db.write

    def write() -> object:
        if not db.database.in_transaction():
            begun.append(1)
            found = client.get("/search?q=tremblay", headers=HTMX).text
            assert found.count("<li>") == 5  # all along
        return plain()

    monkeypatch.setattr(actions, "FEW", 2)
    monkeypatch.setattr(db, "write", write)
    actions.index_by_and_by(client_ids=None)
    assert len(begun) == 3
    assert db.rows(kept) == whole
    assert db.rows("SELECT client_id, standing, sort_name FROM search_order ORDER BY client_id") == order
