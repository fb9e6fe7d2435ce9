from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from webapp.dossiers.rules import Counts, Due, agreed, grouped, heading, musts

CHANNELS = ("email", "sms", "post", "phone")
LATE = Due(late=2, since=date(2026, 2, 22))
PROMISED = Due(promised_at=datetime(2026, 3, 5, 15, tzinfo=UTC), late=2, since=date(2026, 2, 22))
NONE = dict.fromkeys(CHANNELS, "no_address")


def said(
    why: dict[str, str],
    doubtful: dict[str, bool],
    blocked: dict[str, str],
    refused: tuple[str, ...],
    due: Due,
    held: bool,
) -> list[str]:
    obstacles = {channel: why.get(channel, "") for channel in CHANNELS}
    found = musts(obstacles, doubtful, blocked, refused, due, held=held)
    return [f"{each.what} {each.about} {each.tone}".replace("  ", " ") for each in found]


@pytest.mark.parametrize(
    ("why", "doubtful", "blocked", "refused", "due", "held", "expected"),
    [
        ({}, {}, {}, (), Due(), False, []),
        ({"sms": "no_sms", "email": "refused"}, {}, {}, (), Due(), False, []),  # a letter reaches them
        ({"email": "suppressed"}, {}, {"email": "bounced"}, (), Due(), False, ["blocked email danger"]),
        ({"email": "suppressed"}, {}, {"email": "unknown_address"}, (), Due(), False, ["blocked email danger"]),
        ({"email": "suppressed"}, {}, {"email": "unsubscribed"}, (), Due(), False, []),  # as they wish
        (
            {"email": "no_address"}, {"email": False, "mobile_phone": True, "client_since": False},
            {}, (), Due(), False, ["doubtful email danger", "wrong_number mobile_phone danger"],
        ),
        (NONE, {}, {}, (), LATE, False, ["unreachable danger"]),
        (
            {**NONE, "email": "refused", "phone": ""}, {}, {}, (), LATE, False,
            ["agreement email warn", "late warn"],
        ),
        ({**NONE, "email": "refused", "phone": ""}, {}, {}, ("email",), Due(), False, []),  # they said no to somebody
        ({}, {}, {}, (), LATE, False, ["late warn"]),
        ({}, {}, {}, (), PROMISED, False, ["promised warn"]),
        ({}, {}, {}, (), PROMISED, True, []),  # nobody contacts them before somebody has said something
        ({"phone": "refused"}, {}, {}, (), LATE, False, []),  # nobody may call
        (dict.fromkeys(CHANNELS, "no_reminders"), {"email": False}, {"email": "bounced"}, (), LATE, False, []),
    ],
)  # fmt: skip
def test_it_says_only_what_somebody_can_settle(
    why: dict[str, str], doubtful: dict[str, bool], blocked: dict[str, str], refused: tuple[str, ...], due: Due,
    held: bool, expected: list[str],
) -> None:  # fmt: skip
    obstacles = {channel: why.get(channel, "") for channel in CHANNELS}
    found = musts(obstacles, doubtful, blocked, refused, due, held=held)
    assert [f"{each.what} {each.about} {each.tone}".replace("  ", " ") for each in found] == expected


def test_it_says_in_one_line_what_they_agree_to() -> None:
    obstacles = {"email": "suppressed", "sms": "no_address", "post": "", "phone": "refused"}
    assert agreed(obstacles, ["email", "sms", "post"]) == [
        ("stopped", ["email"]), ("yes", ["sms", "post"]), ("no", ["phone"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 6), ("coming", None)),
        (date(2026, 3, 5), ("week", None)),
        (date(2026, 3, 2), ("week", None)),
        (date(2026, 3, 1), ("month so far", None)),
        (date(2026, 2, 28), ("month", date(2026, 2, 1))),
        (date(2025, 12, 31), ("year", date(2025, 1, 1))),
    ],
)
def test_a_day_has_its_heading(on: date, expected: tuple[str, date | None]) -> None:
    """Thursday, March 5; the week begins on Monday."""
    assert heading(on, date(2026, 3, 5)) == expected


def test_lines_stand_under_their_headings_in_their_order() -> None:
    class Line:
        def __init__(self, day: int) -> None:
            self.on = date(2026, 2, day)

    lines = [Line(27), Line(3), Line(2)]
    assert grouped(lines, date(2026, 3, 5)) == [(("month", date(2026, 2, 1)), lines)]
    assert grouped([], date(2026, 3, 5)) == []


def test_counts_are_of_a_kind_of_exchanges_and_of_a_way() -> None:
    counts = Counts({("email", "out"): 3, ("email", "in"): 1, ("call", "in"): 2, ("note", ""): 4}, ["email", "post"])
    assert [counts.of(), counts.of("email"), counts.of("said"), counts.of("said", "in"), counts.of("", "out")] == [
        10, 4, 6, 3, 3,
    ]  # fmt: skip
    assert counts.of("visit") == 0
