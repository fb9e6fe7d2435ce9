"""What several parts of a page ask for is found once; whoever may change it finds it anew."""

from __future__ import annotations

from itertools import count

import pytest
from flask import Flask, g

from webapp import here


def asked_twice() -> list[int]:
    found = count(1)
    return [here.once("it", lambda: next(found)) for _ in range(2)]


@pytest.mark.parametrize(("method", "found"), [("GET", [1, 1]), ("HEAD", [1, 1]), ("POST", [1, 2]), ("DELETE", [1, 2])])
def test_it_is_found_once_by_a_page_that_only_shows(app: Flask, method: str, found: list[int]) -> None:
    with app.test_request_context(method=method):
        g.once = {}
        assert asked_twice() == found


def test_it_is_found_anew_by_a_command(app: Flask) -> None:
    assert asked_twice() == [1, 2]


def test_each_page_finds_it_anew(app: Flask) -> None:
    for _ in range(2):
        with app.test_request_context():
            app.preprocess_request()
            assert asked_twice() == [1, 1]
