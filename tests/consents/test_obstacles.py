from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.consents.reaching import TODAY
from webapp import channels
from webapp.consents.rules import obstacle

WHOLE = {
    "address": "4021, rue de l’Épée", "town": "Montréal", "postal_code": "H2K 3S4", "home_phone": "", "work_phone": "",
    "mobile_phone": "+15145550134", "mobile_takes_sms": True, "email": "me@example.ca", "accepts_email": True,
    "accepts_sms": True, "accepts_post": True, "accepts_phone": True, "no_reminders": False, "no_reminders_until": None,
}  # fmt: skip


def someone(**columns: Any) -> Any:
    return SimpleNamespace(**{**WHOLE, **columns})


@pytest.mark.parametrize(
    ("columns", "channel", "why"),
    [
        ({}, "email", ""),
        ({"email": ""}, "email", "no_address"),
        ({"accepts_email": False}, "email", "refused"),
        ({"email": "", "accepts_email": False}, "email", "no_address"),
        ({}, "sms", ""),
        ({"mobile_phone": ""}, "sms", "no_address"),
        ({"mobile_takes_sms": False}, "sms", "no_sms"),
        ({"accepts_sms": False}, "sms", "refused"),
        ({"postal_code": ""}, "post", "no_address"),
        ({"accepts_post": False}, "post", "refused"),
        ({"mobile_phone": "", "work_phone": "+18195550100"}, "phone", ""),
        ({"mobile_phone": ""}, "phone", "no_address"),
        ({"accepts_phone": False}, "phone", "refused"),
    ],
)
def test_it_says_why_a_channel_does_not_reach(columns: dict[str, Any], channel: str, why: str) -> None:
    found = obstacle(someone(**columns), channels.one(channel), "care", TODAY, blocked={})
    assert found == why


def reached(client: Any) -> list[str]:
    return [each.code for each in channels.all() if not obstacle(client, each, "care", TODAY, blocked={})]


def test_it_lists_the_channels_that_reach_in_order() -> None:
    assert reached(someone()) == ["email", "sms", "post", "phone"]
    assert reached(someone(email="", accepts_phone=False)) == ["sms", "post"]
