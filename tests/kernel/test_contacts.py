"""Telephone numbers, e-mail addresses, postal codes and countries, as people type them."""

from __future__ import annotations

import pytest

from webapp import contacts


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("819 555-0100", "CA", ("+18195550100", "")),
        ("(819) 555-0100", "CA", ("+18195550100", "")),
        ("819.555.0100", "CA", ("+18195550100", "")),
        ("8195550100", "CA", ("+18195550100", "")),
        ("819\u00a0555\u20110100", "CA", ("+18195550100", "")),
        ("1-819-555-0100", "CA", ("+18195550100", "")),
        ("+1 819 555 0100", "CA", ("+18195550100", "")),
        ("819 555-0100, poste 23", "CA", ("+18195550100", "23")),
        ("819 555-0100 ext. 1234", "CA", ("+18195550100", "1234")),
        ("819 555-0100x23", "CA", ("+18195550100", "23")),
        ("819 555-0100 #23", "CA", ("+18195550100", "23")),
        ("01 23 45 67 89", "FR", ("+33123456789", "")),
        ("+33 1 23 45 67 89", "CA", ("+33123456789", "")),
        ("02 555 12 12", "BE", ("+3225551212", "")),
        ("  ", "CA", ("", "")),
    ],
)
def test_it_keeps_telephone_numbers_in_one_form(typed: str, region: str, kept: tuple[str, str]) -> None:
    assert contacts.phone(typed, region) == kept


@pytest.mark.parametrize("typed", ["555-0100", "12345", "appeler le soir", "019 555-0100", "819 155-0100", "1" * 60])
def test_it_doubts_what_is_no_telephone_number(typed: str) -> None:
    with pytest.raises(contacts.Doubtful):
        contacts.phone(typed)


@pytest.mark.parametrize(
    "typed",
    ["anne@exemple.ca", "Anne.Gagnon+vet@Sub.Exemple.CA", "o'connor@exemple.ca", "zoë@exemple.ca", "a@b.co", ""],
)
def test_it_takes_an_address_as_typed(typed: str) -> None:
    assert contacts.email(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    ["pas de courriel@", "anne", "anne@exemple", "a@b@c.ca", "anne @exemple.ca", ".anne@exemple.ca", "a..b@exemple.ca",
     "anne@-exemple.ca", "anne@exemple.local", "a@x.ca; b@x.ca", "Anne <anne@exemple.ca>", "a" * 65 + "@exemple.ca"],
)  # fmt: skip
def test_it_doubts_what_is_no_address(typed: str) -> None:
    with pytest.raises(contacts.Doubtful):
        contacts.email(typed)


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("j1x3b3", "CA", "J1X 3B3"),
        ("J1X-3B3", "CA", "J1X 3B3"),
        ("J1X  3B3", "CA", "J1X 3B3"),
        ("75 001", "FR", "75001"),
        ("B-1000", "BE", "1000"),
        ("05401-1234", "US", "05401-1234"),
        ("", "CA", ""),
    ],
)
def test_it_writes_postal_codes_as_their_country_does(typed: str, country: str, kept: str) -> None:
    assert contacts.postal_code(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country"), [("12345", "CA"), ("D1X 3B3", "CA"), ("J1X 3B", "CA"), ("750", "FR"), ("0999", "BE")]
)
def test_it_doubts_what_is_no_postal_code(typed: str, country: str) -> None:
    with pytest.raises(contacts.Doubtful):
        contacts.postal_code(typed, country)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Canada", "CA"), ("CANADA", "CA"), ("ca", "CA"), ("France", "FR"), ("Belgique", "BE"), ("Belgium", "BE"),
     ("États-Unis", "US"), ("USA", "US"), ("Sylvanie", "Sylvanie"), ("", "")],
)  # fmt: skip
def test_it_knows_countries_in_both_languages(typed: str, code: str) -> None:
    assert contacts.country(typed) == code
