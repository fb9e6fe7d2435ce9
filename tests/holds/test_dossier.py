"""A client's page says that somebody must first say something, and asks there."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal


def test_it_asks_on_the_clients_page(client: FlaskClient) -> None:
    animal = factories.animal(name="Moustache")
    hold = factories.hold(of=animal)
    address = f"/clients/{animal.client_id}"
    assert "À vérifier avant de joindre" in client.get(address).text
    assert "Moustache" in client.get(f"/held/clients/{animal.client_id}").text
    answer = client.post("/held", data={"hold": str(hold.id), "answer": "deceased", "back": address})
    assert answer.headers["Location"] == address
    assert Animal.get_by_id(animal.id).deceased
    assert "À vérifier avant de joindre" not in client.get(address).text
