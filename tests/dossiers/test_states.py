"""At the end of an animal's row: what is due, not a word that looks as if the animal were dead."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from tests import factories


def test_it_says_what_is_due_and_who_is_up_to_date(client: FlaskClient) -> None:
    owner = factories.client()
    late, fine = factories.animal(owner=owner, name="Rex"), factories.animal(owner=owner, name="Mimi")
    factories.reminder(of=late, due=date(2026, 3, 2))
    kind = factories.reminder_type("vaccination", follows_answer=True)
    factories.reminder(of=late, due=date(2026, 3, 3), type=kind, done_at=factories.LONG_AGO)  # no answer yet
    factories.reminder(of=fine, due=date(2026, 12, 1))
    page = client.get(f"/clients/{owner.id}").text
    rows = {each.id: page[page.index(f'id="animal-{each.id}"') :].split("</li>")[0] for each in (late, fine)}
    assert rows[late.id].count("badge warn") == 2 and "Antiparasit" in rows[late.id] and "À jour" not in rows[late.id]
    assert "À jour" in rows[fine.id] and "badge warn" not in rows[fine.id]
    for row in rows.values():
        assert "Décédé" not in row and "Inscrire le décès" in row
