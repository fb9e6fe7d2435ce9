"""Who is contacted again, and by what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from webapp.second_contacts.rules import Known, left_alone, ways

TODAY = date(2026, 3, 5)
ORDER = ("email", "post", "phone")
ALL = frozenset(ORDER)


@pytest.mark.parametrize(
    ("tried", "reach", "proposed"),
    [
        ("email", "email post phone", "post phone email"),
        ("post", "email post phone", "email phone post"),
        ("email post", "email post phone", "phone email post"),
        ("", "email post phone", "phone email post"),
        ("", "email post", "email post"),
        ("phone", "email post phone", "email post phone"),
        ("phone email", "email post phone", "post email phone"),
        ("phone post", "email post phone", "email post phone"),
        ("email post phone", "email post phone", "phone email post"),
        ("email", "email phone", "phone email"),
        ("sms", "email post phone", "email post phone"),
    ],
)
def test_it_proposes_another_channel_than_before(tried: str, reach: str, proposed: str) -> None:
    assert ways(set(tried.split()), set(reach.split()), ORDER) == proposed.split()


def known(**changes: object) -> Known:
    usual = {"tried": frozenset({"email"}), "reach": ALL, "last_on": TODAY - timedelta(days=30), "contacts": 1}
    return Known(**{**usual, **changes})


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({}, ""),
        ({"last_on": TODAY - timedelta(days=29)}, "recent"),
        ({"contacts": 2}, ""),
        ({"contacts": 3}, "enough"),
        ({"planned": True}, "already_planned"),
        ({"against": "held"}, "held"),
        ({"against": "deceased", "planned": True, "contacts": 9}, "deceased"),
        ({"reach": frozenset()}, "refused"),
        ({"reach": frozenset(), "has_address": False}, "no_address"),
        ({"reach": frozenset({"email"})}, "no_other"),
        ({"tried": ALL}, ""),
        ({"tried": frozenset({"email", "post"}), "reach": frozenset({"email", "post"})}, "no_other"),
        ({"tried": frozenset({"phone"}), "reach": frozenset({"phone"})}, "no_other"),
    ],
)
def test_it_leaves_in_peace(what: dict[str, object], why: str) -> None:
    assert left_alone(known(**what), ORDER, today=TODAY, days=30) == why
