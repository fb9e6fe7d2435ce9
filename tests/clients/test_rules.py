from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from webapp.clients import rules

WHOLE = {
    "address": "4021, rue de l’Épée", "town": "Montréal", "postal_code": "H2K 3S4", "home_phone": "", "work_phone": "",
    "mobile_phone": "+15145550134", "mobile_takes_sms": True, "email": "me@example.ca", "accepts_email": True,
    "accepts_sms": True, "accepts_post": True, "accepts_phone": True,
}  # fmt: skip


def someone(**columns: Any) -> Any:
    return SimpleNamespace(**{**WHOLE, **columns})


@pytest.mark.parametrize(
    ("columns", "channel", "why"),
    [
        ({}, "email", ""),
        ({"email": ""}, "email", "missing"),
        ({"accepts_email": False}, "email", "refused"),
        ({"email": "", "accepts_email": False}, "email", "missing"),
        ({}, "sms", ""),
        ({"mobile_phone": ""}, "sms", "missing"),
        ({"mobile_takes_sms": False}, "sms", "no_sms"),
        ({"accepts_sms": False}, "sms", "refused"),
        ({"postal_code": ""}, "post", "missing"),
        ({"accepts_post": False}, "post", "refused"),
        ({"mobile_phone": "", "work_phone": "+18195550100"}, "phone", ""),
        ({"mobile_phone": ""}, "phone", "missing"),
        ({"accepts_phone": False}, "phone", "refused"),
    ],
)
def test_it_says_why_a_channel_does_not_reach(columns: dict[str, Any], channel: str, why: str) -> None:
    assert rules.obstacle(someone(**columns), channel) == why


def test_it_lists_the_channels_that_reach_in_order() -> None:
    assert rules.reached_by(someone()) == ["email", "sms", "post", "phone"]
    assert rules.reached_by(someone(email="", accepts_phone=False)) == ["sms", "post"]


@pytest.mark.parametrize(
    ("title", "gender"),
    [("Mme", "F"), ("Mlle", "F"), ("MRS.", "F"), ("Dre", "F"), ("M.", "M"), ("Mr", "M"), ("Dr", ""), ("M. et Mme", ""),
     ("", "")],
)  # fmt: skip
def test_it_reads_the_gender_from_the_title(title: str, gender: str) -> None:
    assert rules.gender(title) == gender


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("H2K 3SA", ""), ("J1X OW1", "J1X 0W1"), ("jix3b3", "J1X 3B3"), ("H2K 3S4", ""), ("123", ""), ("D1D 1D1", "")],
)
def test_it_suggests_the_postal_code_that_was_meant(typed: str, meant: str) -> None:
    assert rules.suggest_postal_code(typed) == meant
