from __future__ import annotations

import pytest

from webapp.paging import from_nearer_end


@pytest.mark.parametrize("total", [0, 1, 9, 10, 11, 95, 100])
def test_it_fetches_the_same_rows_from_either_end(total: int) -> None:
    rows = list(range(total))
    for start in range(0, total + 20, 10):
        backwards, offset, limit = from_nearer_end(total, start, 10)
        there = rows[::-1] if backwards else rows
        found = there[offset : offset + limit]
        assert (found[::-1] if backwards else found) == rows[start : start + 10]
        assert offset <= max(total // 2, 0) or not limit
