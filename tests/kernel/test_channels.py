"""What is known of each channel, asked for at call time, so that one more appears everywhere."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from webapp import channels


def client(**known: Any) -> Any:
    columns = {"email": "", "mobile_phone": "", "home_phone": "", "work_phone": "", "mobile_takes_sms": False}
    columns |= {"address": "", "town": "", "postal_code": ""}
    columns |= dict.fromkeys((each.accepts for each in channels.all()), True)
    return SimpleNamespace(**columns | known)


def test_it_knows_the_four_in_the_order_in_which_they_are_tried() -> None:
    assert channels.codes() == ("email", "sms", "post", "phone")
    assert [each.code for each in channels.written()] == ["email", "sms", "post"]
    assert [each.code for each in channels.automatic()] == ["email"]
    assert [each.code for each in channels.all() if each.electronic] == ["email", "sms"]
    assert channels.bits(channels.all()) == 15
    assert channels.bits(channels.written()) == 7


def test_it_takes_one_more_and_gives_it_up_again() -> None:
    channels.add(replace(channels.one("email"), code="pigeon", name="Pigeon"))
    try:
        assert channels.codes() == ("email", "sms", "post", "phone", "pigeon")
        assert channels.way("pigeon").name == "Pigeon"
        assert channels.ordered(["phone", "email"]) == ("phone", "email", "sms", "post", "pigeon")
    finally:
        channels.remove("pigeon")
    assert channels.codes() == ("email", "sms", "post", "phone")
    with pytest.raises(KeyError):
        channels.one("pigeon")


@pytest.mark.parametrize(
    ("code", "known", "addresses"),
    [
        ("email", {}, []),
        ("email", {"email": " Ana@X.ca "}, ["ana@x.ca"]),
        ("email", {"email": "ana@x.ca", "accepts_email": False}, ["ana@x.ca"]),
        ("sms", {"home_phone": "+15145550100"}, []),
        ("sms", {"mobile_phone": "+15145550100"}, ["+15145550100"]),
        ("sms", {"mobile_phone": "+15145550100", "mobile_takes_sms": True}, ["+15145550100"]),
        ("post", {"address": "1, rue A", "town": "Laval"}, []),
        ("post", {"address": "1, rue A", "town": "Laval", "postal_code": "H1H 1H1"}, ["1, rue A, Laval, H1H 1H1"]),
        ("phone", {"work_phone": "+15145550100"}, ["+15145550100"]),
        ("phone", {"home_phone": "2", "mobile_phone": "1", "work_phone": "1"}, ["1", "2"]),
    ],
)
def test_it_finds_where_a_channel_goes(code: str, known: dict[str, Any], addresses: list[str]) -> None:
    assert channels.one(code).addresses(client(**known)) == addresses


def test_it_says_what_became_of_a_message(app: Flask) -> None:
    email, letter = channels.one("email"), channels.one("post")
    assert email.said("planned", day="3 mars") == "Courriel prévu le 3 mars"
    assert email.said("planned") == email.said("claimed")
    assert letter.said("planned") == "Lettre à imprimer"
    assert letter.said("in_doubt") == "post: in_doubt"
    assert email.said("failed", why="Boîte pleine").endswith("boîte pleine")
    assert email.said("failed").endswith("?")


def test_it_knows_ways_that_are_no_channel(app: Flask) -> None:
    assert str(channels.way("counter").done) == "Dit au comptoir"
    assert str(channels.way("elsewhere").name) == "Autrement"


def test_it_knows_the_kinds_of_templates() -> None:
    assert [each.code for each in channels.kinds()] == ["email", "sms", "letter", "card", "script"]
    assert channels.kind("card").icon == "sticky-note"
