"""How much undoing an import would do: what of its ranges is still there, however much of a table they are."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.imports.queries import undoing
from webapp.models import Client, ImportRun, ImportUndo

RANGES = (((1, 12),), ((2, 11),), ((1, 6),), ((7, 12),), ((5, 6),), ((3, None), (8, None)), ((1, 3), (5, 12)))


@pytest.mark.parametrize("ranges", RANGES)
@pytest.mark.parametrize("gone", [(), (4,), (1, 2, 12), tuple(range(1, 13))])
def test_it_counts_what_is_left_of_what_was_added(
    app: Flask, ranges: tuple[tuple[int, int | None], ...], gone: tuple[int, ...]
) -> None:
    for _ in range(12):
        factories.client()
    Client.delete().where(Client.id << gone).execute()
    run = ImportRun.create(created_at=factories.LONG_AGO, source="browser")
    for row, last in ranges:
        ImportUndo.create(run=run, what="added", place="client", row=row, last=last, details="{}")
    left = {each for row, last in ranges for each in range(row, (last or row) + 1)} - set(gone)
    assert undoing.numbers(run.id)["client"] == (len(left), 0)
