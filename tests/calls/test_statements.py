"""How much the desk asks of the database: twelve statements at most, for a page and for a usual result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.calls.steps import FRAGMENT, due, press
from webapp.models import Reminder

MOST = 12
Asked = Callable[[Callable[[], object]], list[str]]


@pytest.fixture
def waiting(client: FlaskClient) -> list[Reminder]:
    """What is to do of three clients. The desk was used before: each of its columns is known."""
    found = [due(name, days=9 - place) for place, name in enumerate(("Anne", "Luc", "Zoé", "Marc"))]
    client.get("/calls/?language=fr")
    press(client, [found[0]], result="reached")
    return found[1:]


def statements(asked: Asked, ask: Callable[[], object]) -> list[str]:
    """Those that are ours: no trigger's, which is told as the statement that sets it off; none of the index itself."""
    found = [each for each in asked(ask) if not each.startswith("-- ")]
    return [each for place, each in enumerate(found) if not place or each != found[place - 1]]


@pytest.mark.parametrize("address", ["/calls/", "/calls/?language=fr", "/calls/{}"])
@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_it_shows_whom_to_call(
    client: FlaskClient, waiting: list[Reminder], asked: Asked, address: str, headers: dict[str, str]
) -> None:
    there = address.format(waiting[1].client_id)
    assert len(statements(asked, lambda: client.get(there, headers=headers))) <= 5


# What changes the client's record as well: what the file said, the history; for a number, the corrections, the index.
@pytest.mark.parametrize(
    ("typed", "most"),
    [({"result": each}, MOST) for each in ("booked", "reached", "left", "no_answer", "refused")]
    + [({"when": "tomorrow"}, MOST), ({"result": "no_calls"}, 18), ({"result": "wrong_number"}, 30)],
)
def test_it_notes_a_result_and_shows_the_next(
    client: FlaskClient, waiting: list[Reminder], asked: Asked, typed: dict[str, str], most: int
) -> None:
    answers: list[TestResponse] = []
    found = statements(asked, lambda: answers.append(press(client, [waiting[0]], note="Le soir", last="0", **typed)))
    assert len(found) <= most, found
    assert answers[0].status_code == 200
    assert answers[0].headers["HX-Push-Url"].endswith(f"/calls/{waiting[1].client_id}")
