"""The search box against an empty signed-in page in the same run: `python -m tests.benchmarks.search [DATA DIRECTORY]`.

Some five hundred things that people type, drawn from the clinic's own records. Each is asked for as the box asks,
in turn with the empty page, so that a slow moment of the machine falls on both; the middle of three askings counts.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
from collections.abc import Callable

from tests.benchmarks.clinic import table, timed
from tests.benchmarks.pages import EMPTY, application, signed_in
from webapp import db
from webapp.models import Animal, Client
from webapp.search import actions, queries

EACH = 50
ASKINGS = 3
MEDIAN_LIMIT, WORST_LIMIT = 4.0, 10.0
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


def main() -> bool:
    """Print the table; whether both limits hold."""
    if len(sys.argv) > 1:
        os.environ["RELANCE_BENCH_DATA"] = sys.argv[1]
    app = application()
    browser = signed_in(app)
    if not queries.is_complete():
        with db.write():
            actions.index_clients(client_ids=None)

    def box(typed: str) -> None:
        answer = browser.get("/search", query_string={"q": typed}, headers={"HX-Request": "true"})
        assert answer.status_code == 200, (typed, answer.status)

    bare: list[float] = []
    taken: dict[str, list[tuple[float, str]]] = {}
    box("warm")
    timed(lambda: browser.get(EMPTY), 5)
    for kind, typings in drawn().items():
        taken[kind] = []
        for typed in typings:
            spent = []
            for _ in range(ASKINGS):
                bare += timed(lambda: browser.get(EMPTY), 1)
                spent += timed(lambda q=typed: box(q), 1)  # type: ignore[misc]
            taken[kind].append((statistics.median(spent), typed))
    return report(statistics.median(bare), taken)


def report(empty: float, taken: dict[str, list[tuple[float, str]]]) -> bool:
    """Print; whether the limits hold."""
    rows: list[tuple[str, ...]] = [("typed", "median ms", "p95 ms", "worst ms", "median ×", "worst ×", "the worst")]
    everything = [one for answers in taken.values() for one in answers]
    for kind, answers in [*taken.items(), ("all", everything)]:
        spent = sorted(one for one, _ in answers)
        middle, high = statistics.median(spent), spent[int(len(spent) * 0.95)]
        worst, typed = max(answers)
        cells = (middle, high, worst, middle / empty, worst / empty)
        rows.append((kind, *(f"{cell:.1f}" for cell in cells), typed))
    rows.append(("empty page", f"{empty:.1f}", "", "", "1.0", "", ""))
    holds = middle / empty <= MEDIAN_LIMIT and worst / empty <= WORST_LIMIT
    rows.append(("", "", "", "", f"≤ {MEDIAN_LIMIT:g}", f"≤ {WORST_LIMIT:g}", "holds" if holds else "NO"))
    print(table(rows))
    return holds


if __name__ == "__main__":
    sys.exit(not main())
