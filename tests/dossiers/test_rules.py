from __future__ import annotations

import pytest

from webapp.dossiers.rules import strip

CHANNELS = ("email", "sms", "post", "phone")


def cells(why: dict[str, str], doubtful: set[str]) -> list[str]:
    found = strip([(channel, why.get(channel, "")) for channel in CHANNELS], doubtful)
    return [f"{cell.what} {cell.why} {cell.tone}".strip() for cell in found]


@pytest.mark.parametrize(
    ("why", "doubtful", "expected"),
    [
        ({}, set(), ["reached", "coming", "seen", "animals"]),
        ({"email": "missing"}, set(), ["email missing warn", "reached", "coming", "seen"]),
        (
            {"sms": "refused", "email": "missing"},
            {"postal_code"},
            ["post doubtful danger", "email missing warn", "sms refused warn", "coming"],
        ),
        ({"email": "missing"}, {"email"}, ["email doubtful danger", "reached", "coming", "seen"]),
        (
            {"email": "missing", "sms": "no_sms", "post": "missing", "phone": "refused"},
            set(),
            ["unreachable  danger", "coming", "seen", "animals"],
        ),
        (
            {"email": "missing", "sms": "missing", "post": "missing", "phone": "missing"},
            {"email"},
            ["unreachable  danger", "email doubtful danger", "coming", "seen"],
        ),
        ({}, {"client_since"}, ["reached", "coming", "seen", "animals"]),
    ],
)
def test_it_puts_what_blocks_contact_first(why: dict[str, str], doubtful: set[str], expected: list[str]) -> None:
    assert cells(why, doubtful) == expected
