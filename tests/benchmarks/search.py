"""The search box against an empty signed-in page: `python -m tests.benchmarks.search`.

Some six hundred things that people type, drawn from the clinic's own records. Each is asked for as the box asks, in
turn with the empty page; the middle of three askings counts, and of all of them the middle and the slowest.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable

from flask.testing import FlaskClient

from tests.benchmarks.pages import EMPTY, application, signed_in
from tests.benchmarks.pairs import Ratio, Row, Turns, pairs, ratio, size, told
from webapp import db
from webapp.models import Animal, Client
from webapp.search import actions, queries

EACH = size(50, 10)
ASKINGS = 3
MIDDLE, SLOWEST = 4.0, 10.0
Draw = Callable[[random.Random, Client, str], str]


def _slip(rnd: random.Random, word: str) -> str:
    """The word with two neighbours exchanged, a letter lost, or one too many."""
    at = rnd.randrange(max(1, len(word) - 1))
    kind = rnd.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == 1 else word[:at] + rnd.choice("aeiourst") + word[at:]


def _telephone(rnd: random.Random, client: Client) -> str:
    national = (client.mobile_phone or client.home_phone or "+18195550100")[2:]
    forms = ("{0} {1}-{2}", "({0}) {1}-{2}", "{0}.{1}.{2}", "{1}-{2}", "{1}{2}", "{2}", "{0} {1}", "1 {0} {1} {2}")
    return rnd.choice(forms).format(national[:3], national[3:6], national[6:])


DRAWS: dict[str, Draw] = {
    "last name": lambda rnd, client, animal: client.last_name,
    "first and last name": lambda rnd, client, animal: rnd.choice(
        [f"{client.first_name} {client.last_name}", f"{client.last_name} {client.first_name}"]
    ),
    "first letters": lambda rnd, client, animal: (client.last_name or "x")[: rnd.randint(1, 4)],
    "two beginnings": lambda rnd, client, animal: f"{client.first_name[:3]} {client.last_name[:3]}",
    "animal": lambda rnd, client, animal: animal,
    "client and animal": lambda rnd, client, animal: f"{client.last_name} {animal}",
    "telephone": lambda rnd, client, animal: _telephone(rnd, client),
    "e-mail": lambda rnd, client, animal: (client.email or "nobody@example.org")[: rnd.choice([6, 9, None])],
    "town": lambda rnd, client, animal: client.town[: rnd.randint(3, 12)],
    "number": lambda rnd, client, animal: str(client.number),
    "typo": lambda rnd, client, animal: _slip(rnd, client.last_name or "Tremblay"),
    "typo in an animal": lambda rnd, client, animal: _slip(rnd, animal or "Rex"),
}


def drawn() -> dict[str, list[str]]:
    """What is typed, by kind; the same each time over the same records."""
    rnd = random.Random(7)
    highest = Client.select(Client.id).order_by(Client.id.desc()).scalar()
    found: dict[str, list[str]] = {kind: [] for kind in DRAWS}
    for kind, draw in DRAWS.items():
        for _ in range(EACH):
            client = Client.select().where(Client.id >= rnd.randint(1, highest)).order_by(Client.id).get()
            animal = Animal.select(Animal.name).where(Animal.client >= client.id).order_by(Animal.client).first()
            found[kind].append(draw(rnd, client, animal.name if animal else "Rex"))
    return found


def asked(browser: FlaskClient, typed: str) -> Turns:
    """The box, in turn with the empty page."""

    def box() -> None:
        answer = browser.get("/search", query_string={"q": typed}, headers={"HX-Request": "true"})
        assert answer.status_code == 200, (typed, answer.status)

    return pairs({"box": box, "empty": lambda: browser.get(EMPTY)}, rounds=ASKINGS, warm=False)


def all_of(found: list[Turns], clock: str) -> tuple[Ratio, Ratio]:
    """The middle of what was typed, and the slowest; beside each the least and the most."""
    each = sorted(ratio(turns, "box", "empty", clock).middle for turns in found)  # type: ignore[arg-type]
    return Ratio(statistics.median(each), each[0], each[-1]), Ratio(each[-1], each[-1], each[-1])


def main() -> int:
    """Print the table; 1 if a limit does not hold."""
    browser = signed_in(application())
    if not queries.is_complete():
        with db.write():
            actions.index_clients(client_ids=None)
    asked(browser, "warm")
    found: list[Turns] = []
    rows: list[Row] = []
    for kind, typings in drawn().items():
        some = [asked(browser, typed) for typed in typings]
        middle, _ = all_of(some, "cpu")
        rows.append(Row(f"search, {kind}, × an empty page", middle, MIDDLE, wall=all_of(some, "wall")[0],
                        among="search, the middle of a kind of typing, × an empty page"))  # fmt: skip
        found += some
    slowest, by_clock = all_of(found, "cpu")[1], all_of(found, "wall")[1]
    work = f"search, the slowest of {len(found)} typings, × an empty page"
    return told([*rows, Row(work, slowest, SLOWEST, wall=by_clock)])


if __name__ == "__main__":
    sys.exit(main())
