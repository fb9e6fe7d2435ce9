from __future__ import annotations

import pytest

from webapp.dossiers.rules import strip

CHANNELS = ("email", "sms", "post", "phone")


def cells(why: dict[str, str], doubtful: set[str]) -> list[str]:
    found = strip({channel: why.get(channel, "") for channel in CHANNELS}, doubtful)
    return [f"{cell.what} {cell.why} {cell.tone}".strip() for cell in found]


@pytest.mark.parametrize(
    ("why", "doubtful", "expected"),
    [
        ({}, set(), ["reached", "coming", "seen", "animals"]),
        ({"email": "no_address"}, set(), ["email no_address warn", "reached", "coming", "seen"]),
        (
            {"sms": "refused", "email": "no_address"},
            {"postal_code"},
            ["post doubtful danger", "email no_address warn", "sms refused warn", "coming"],
        ),
        ({"email": "no_address"}, {"email"}, ["email doubtful danger", "reached", "coming", "seen"]),
        (
            {"email": "no_address", "sms": "no_sms", "post": "no_address", "phone": "refused"},
            set(),
            ["unreachable  danger", "coming", "seen", "animals"],
        ),
        (
            {"email": "no_address", "sms": "no_address", "post": "no_address", "phone": "no_address"},
            {"email"},
            ["unreachable  danger", "email doubtful danger", "coming", "seen"],
        ),
        ({}, {"client_since"}, ["reached", "coming", "seen", "animals"]),
    ],
)
def test_it_puts_what_blocks_contact_first(why: dict[str, str], doubtful: set[str], expected: list[str]) -> None:
    assert cells(why, doubtful) == expected


def test_it_says_before_all_that_somebody_is_on_hold() -> None:
    said = {"email": "no_address", "sms": "", "post": "", "phone": ""}
    assert [cell.what for cell in strip(said, set(), held=True)] == ["held", "email", "coming", "seen"]
    blocked = dict.fromkeys(CHANNELS, "refused") | {"phone": ""}
    assert [cell.what for cell in strip(blocked, set(), held=True)] == ["held", "email", "sms", "coming"]
