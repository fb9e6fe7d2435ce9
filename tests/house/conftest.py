"""What the tests of the tree have read is let go again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def forgets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Parsed modules are millions of objects: every collection of garbage after it would walk them."""
    yield
    for each in vars(request.module).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()
