"""How the reminders of a batch stand and which page of them is shown, held against reading them one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.factories import LONG_AGO
from webapp import db
from webapp.batches.queries import filtering, listing, named, naming, standing
from webapp.batches.rules import criteria, filters, picking
from webapp.batches.rules.filters import BatchFilter
from webapp.models import Batch, BatchPart, Reminder

DATES = ("done_at", "answered_at", "visited_at", "cancelled_at", "deleted_at")
LIVES = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.booleans(), st.sets(st.sampled_from(DATES))), min_size=1, max_size=12
)
STATES = st.sets(st.sampled_from(filters.STATES), max_size=3)


def made(lives: list[tuple[int, bool, bool, set[str]]]) -> tuple[Batch, BatchPart]:
    """A batch of which a part is cut off, and another batch of the same clients."""
    owners = [factories.client(last_name=name) for name in ("Roy", "Abel", "Roy", "Zola")]
    batch, other = factories.batch(), factories.batch()
    part = BatchPart.create(batch=batch, number=1)
    for owner, early, parted, dates in lives:
        for each in (batch, other):
            pet = factories.animal(owner=owners[owner])
            due = date(2026, 4, 1) if early else date(2026, 4, 2)
            factories.reminder(
                of=pet, due=due, batch=each, part=part if parted and each == batch else None,
                **dict.fromkeys(dates, LONG_AGO),
            )  # fmt: skip
    return batch, part


def one_by_one(wanted: BatchFilter) -> list[Reminder]:
    rows = Reminder.select().where(filtering.condition(wanted))
    return sorted(rows, key=lambda row: (row.due_on, row.client.sort_name, row.client_id, row.id))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=LIVES, states=STATES, by_part=st.booleans(), one_day=st.booleans(), by_name=st.booleans())
def test_it_counts_as_one_by_one(
    app: object, lives: list[tuple[int, bool, bool, set[str]]], states: set[str], by_part: bool, one_day: bool,
    by_name: bool,
) -> None:  # fmt: skip
    with db.database.atomic() as transaction, pytest.MonkeyPatch.context() as patch:
        patch.setattr(picking, "walks", lambda *_: by_name)
        batch, part = made([(owner, early or one_day, *rest) for owner, early, *rest in lives])  # type: ignore[misc]
        whole = BatchFilter(batch=batch.id, part=part.id if by_part else None)
        found = standing.of(whole)
        assert found.counts == {name: len(one_by_one(whole.but(states=(name,)))) for name in filters.STATES}
        live = one_by_one(whole)
        assert found.rate.reminders == len(live)
        assert found.clients == len({row.client_id for row in live})
        days = [row.due_on for row in live]
        assert (found.first_on, found.last_on) == (min(days, default=None), max(days, default=None))
        assert found.first_sent_at == min((row.done_at for row in live if row.done_at), default=None)
        ordered = one_by_one(wanted := whole.but(states=filters.ticked(states)))
        assert found.found(wanted) in (None, len(ordered))
        assert [row.id for row in listing.page(wanted, 1, found).items] == [row.id for row in ordered]
        transaction.rollback()


@pytest.mark.parametrize("number", [1, 2, 3, 99])
@pytest.mark.parametrize("states", [(), ("sent",), ("not_sent", "sent")])
def test_it_shows_the_same_page_by_name(
    app: object, monkeypatch: pytest.MonkeyPatch, number: int, states: tuple[str, ...]
) -> None:
    batch, _ = made([(place % 4, True, False, {"done_at"} if place % 3 else set()) for place in range(70)])
    wanted = BatchFilter(batch=batch.id, states=states)
    found = standing.of(wanted)
    pages = []
    for walks in (True, False):
        monkeypatch.setattr(picking, "walks", lambda *_, walks=walks: walks)
        pages.append([row.id for row in listing.page(wanted, number, found).items])
    ordered = [row.id for row in one_by_one(wanted)]
    last = -(-len(ordered) // 25)
    start = (min(number, last) - 1) * 25
    assert pages == [ordered[start : start + 25]] * 2


@pytest.mark.parametrize(
    ("end", "found", "clients", "walks"),
    [
        (25, 20_000, 30_000, True),
        (25, 2_000, 30_000, True),
        (25, 300, 30_000, False),  # few: sorted at once
        (10_000, 15_000, 30_000, False),  # far from both ends
        (25, 2_000, 300_000, False),  # hardly any client is in it
        (0, 0, 0, False),
    ],
)
def test_it_goes_by_name_where_that_is_near(end: int, found: int, clients: int, walks: bool) -> None:
    assert picking.walks(end, found, clients) is walks


def test_it_tells_apart_what_changed_since(app: object) -> None:
    batch = factories.batch(animals=[factories.animal(name="Un")])
    wanted = BatchFilter(batch=batch.id)
    assert standing.of(wanted).rate.sent == 0
    Reminder.update(done_at=LONG_AGO).execute()
    assert standing.of(wanted).rate.sent == 1


@pytest.mark.parametrize("rule", ["", "De clients archivés", "Donnés", named.SEVERAL])
@pytest.mark.parametrize("document", [{}, {"without_email": "exclude"}, {"bought": [{"any": ["BRA"]}]}])
def test_it_names_the_same_animals_by_name(
    app: object, monkeypatch: pytest.MonkeyPatch, rule: str, document: dict[str, object]
) -> None:
    item = factories.item(code="BRA", name="Bravecto")
    for place in range(80):
        owner = factories.client(
            last_name=("Roy", "Abel", "Zola")[place % 3], email="" if place % 2 else f"{place}@example.net",
            archived_at=LONG_AGO if place % 4 == 1 else None,
        )  # fmt: skip
        given_away = date(2026, 1, 1) if place % 5 == 1 else None
        for name in ("Zoé", "Ana"):
            pet = factories.animal(owner=owner, name=name, given_away_on=given_away)
            if place % 3:
                factories.sale(of=item, to=pet)
    chosen = naming.resolve(criteria.parse(document), today=date(2026, 3, 5))
    for number in (1, 2, 3, 99):
        pages = []
        for walks in (True, False):
            monkeypatch.setattr(picking, "walks", lambda *_, walks=walks: walks)
            page = named.left_out(chosen, None, rule, number) if rule else named.counted(chosen, None, number)
            pages.append([row.id for row in page.items])
        assert pages[0] == pages[1]
        rows = [(a.client.sort_name, a.client_id, a.sort_name, a.id) for a in page.items]
        assert rows == sorted(rows)
        assert rule or pages[0]
