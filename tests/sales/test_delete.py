"""Deleting a line: the manager, by password, after one sentence."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests import conftest, factories
from webapp.models import HistoryEntry, Sale, StaffMember


def test_it_asks_first_and_says_what_goes(manager: FlaskClient) -> None:
    sale = factories.sale()
    page = manager.get(f"/sales/{sale.id}/delete").text.replace("\u00a0", " ")
    assert "Supprimer la vente de « Defensor 3 Rage » à Marie-Ève D’Amours, 3 février 2026, 42,00 $?" in page
    assert "Elle reviendra à la prochaine importation" in page
    assert Sale.select().count() == 1


def test_it_deletes_and_leaves_a_line_in_the_history(manager: FlaskClient) -> None:
    sale = factories.sale()
    assert manager.post(f"/sales/{sale.id}?_method=DELETE").status_code == 303
    assert not Sale.select().count()
    entry = HistoryEntry.get(HistoryEntry.verb == "sale_deleted")
    assert entry.client_id == sale.client_id
    page = manager.get(f"/clients/{sale.client_id}?kind=change").text.replace("\u00a0", " ")
    assert "vente supprimée : Defensor 3 Rage, 3 février 2026, 42,00 $" in page


def test_it_is_not_for_reception(client: FlaskClient) -> None:
    sale = factories.sale()
    assert client.delete(f"/sales/{sale.id}").status_code == 403
    assert "Supprimer" not in client.get(f"/sales/{sale.id}").text
    assert Sale.select().count() == 1


def test_it_is_not_for_a_pin(app: Flask, anne: StaffMember) -> None:
    sale = factories.sale()
    browser = conftest.sign_in(app, anne, by_password=False)
    assert browser.delete(f"/sales/{sale.id}").status_code == 403
    assert Sale.select().count() == 1
