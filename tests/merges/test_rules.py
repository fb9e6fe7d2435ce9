"""Who may be one person, and what becomes of what both records say."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests import factories
from webapp.merges import rules

ROY = {"first_name": "Lise", "last_name": "Roy", "email": "l@x.ca"}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"first_name": "LISE", "last_name": "roy", "email": "L@x.ca"}, "email"),
        ({"first_name": "L.", "last_name": "Roy", "email": "l@x.ca"}, "email"),
        ({"first_name": "", "last_name": "Roy", "email": "l@x.ca"}, "email"),
        ({"first_name": "Paul", "last_name": "Roy", "email": "l@x.ca"}, ""),  # husband and wife
        ({"first_name": "Lise", "last_name": "Dubé", "email": "l@x.ca"}, ""),
        ({"first_name": "Lise", "last_name": "Roy", "email": "autre@x.ca"}, ""),
        ({"first_name": "Lise", "last_name": "Roy", "work_phone": "+14505550101"}, "phone"),
        ({"first_name": "Lise", "last_name": "Roy", "address": "1 rue cartier", "postal_code": "J2G1A1"}, "address"),
        ({"first_name": "Lise", "last_name": "Roy", "address": "1 rue cartier", "postal_code": "J2G 1A2"}, ""),
    ],
)
def test_it_takes_for_one_who_shares_name_and_more(app: Flask, other: dict[str, str], why: str) -> None:
    home = {"home_phone": "+14505550101", "address": "1, rue Cartier", "postal_code": "J2G 1A1"}
    one, two = factories.client(**ROY, **home), factories.client(**other)
    assert rules.alike(one, two) == rules.alike(two, one) == why
    assert [(a.id, b.id, c) for a, b, c in rules.pairs([two, one])] == ([(one.id, two.id, why)] if why else [])


def test_a_building_is_no_person(app: Flask) -> None:
    home = {"address": "1, rue Cartier", "postal_code": "J2G 1A1"}
    assert len(rules.pairs([factories.client(first_name="A", last_name="Roy", **home) for _ in range(6)])) == 15
    assert rules.pairs([factories.client(first_name="A", last_name="Roy", **home) for _ in range(7)]) == []


def test_it_fills_what_is_empty_and_keeps_every_refusal(app: Flask) -> None:
    kept = factories.client(
        first_name="L.", last_name="Roy", email="l@x.ca", accepts_sms=False, note="Craintive",
        town="", province="", postal_code="", address="",
        client_since=date(2020, 5, 1),
    )  # fmt: skip
    gone = factories.client(
        first_name="Lise", last_name="Roy", email="autre@x.ca", mobile_phone="+14505550101", mobile_takes_sms=True,
        accepts_email=False, note="Appeler le soir", address="1, rue Cartier", town="Granby", province="QC",
        postal_code="J2G 1A1", client_since=date(2015, 5, 1), no_reminders=True, no_reminders_until=date(2026, 9, 1),
    )  # fmt: skip
    assert rules.joined(kept, gone) == {
        "mobile_phone": "+14505550101", "mobile_takes_sms": True, "accepts_email": False,
        "note": "Craintive\nAppeler le soir", "address": "1, rue Cartier", "address_2": "", "town": "Granby",
        "province": "QC", "postal_code": "J2G 1A1", "country": gone.country, "client_since": date(2015, 5, 1),
        "no_reminders": True, "no_reminders_until": date(2026, 9, 1),
    }  # fmt: skip
    assert rules.joined(gone, kept) == {"accepts_sms": False, "note": "Appeler le soir\nCraintive"}
