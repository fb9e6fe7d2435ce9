"""The page of a client, and of an animal, says why nobody contacts them, and asks there."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests import factories
from webapp.models import Animal, Hold

HEADING = "À vérifier avant de joindre"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_it_asks_on_the_clients_page(client: FlaskClient) -> None:
    animal = factories.animal(name="Moustache")
    hold = factories.hold(of=animal)
    address = f"/clients/{animal.client_id}"
    page = plain(client.get(address).text)
    assert HEADING in page and "« Statut » dit « D »" in page
    assert f'name="hold" value="{hold.id}"' in page and 'name="answer" value="gone"' in page
    assert "Moustache" in client.get(f"/held/clients/{animal.client_id}").text
    answer = client.post("/held", data={"hold": str(hold.id), "answer": "deceased", "back": address})
    assert answer.headers["Location"] == address
    assert Animal.get_by_id(animal.id).deceased
    assert HEADING not in client.get(address).text


def test_it_asks_on_the_animals_page(client: FlaskClient) -> None:
    animal = factories.animal()
    address = f"/animals/{animal.id}"
    assert HEADING not in client.get(address).text
    hold = factories.hold(of=animal, reason="sold", column="", value="Incinération")
    factories.hold(client=animal.client, reason="name", column="", value="INACTIF - Roy")
    page = plain(client.get(address).text)
    assert HEADING in page and "« Incinération » a été vendu pour l’animal." in page
    assert "Le nom dit « INACTIF - Roy »." in page and 'name="answer" value="refuse"' in page
    client.post("/held", data={"hold": str(hold.id), "answer": "nothing", "back": address})
    assert Hold.get_by_id(hold.id).answer == "nothing" and HEADING in client.get(address).text
    Hold.update(settled_at=factories.LONG_AGO).execute()
    assert HEADING not in client.get(address).text


def test_many_have_a_page_of_their_own(client: FlaskClient, counted: Callable[[Callable[[], object]], int]) -> None:
    owner = factories.client()
    animals = [factories.animal(owner=owner, name=f"Chat{n}") for n in range(6)]
    client.get(f"/clients/{owner.id}")
    before = counted(lambda: client.get(f"/clients/{owner.id}"))
    for each in animals:
        factories.hold(of=each)
    page = client.get(f"/clients/{owner.id}").text
    assert page.count('name="answer" value="deceased"') == 4 and f"/held/clients/{owner.id}" in page
    assert counted(lambda: client.get(f"/clients/{owner.id}")) == before + 1
