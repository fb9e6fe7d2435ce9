"""Telephone numbers, e-mail addresses, postal codes and countries, as people type them."""

from __future__ import annotations

import pytest

from webapp import contacts, postal


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
        ("819-555-0100 (poste 23)", "CA", ("+18195550100", "23")),
        ("819-555-0100 (cell)", "CA", ("+18195550100", "")),
        ("819 555-0100 bur.", "CA", ("+18195550100", "")),
        ("8195550100.0", "CA", ("+18195550100", "")),
        ("+33\u202f6\u202f12\u202f34\u202f56\u202f78", "CA", ("+33612345678", "")),
        ("01 23 45 67 89", "FR", ("+33123456789", "")),
        ("+33 1 23 45 67 89", "CA", ("+33123456789", "")),
        ("02 555 12 12", "BE", ("+3225551212", "")),
        ("  ", "CA", ("", "")),
    ],
)
def test_it_keeps_telephone_numbers_in_one_form(typed: str, region: str, kept: tuple[str, str]) -> None:
    assert contacts.phone(typed, region) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "555-0100",
        "12345",
        "appeler le soir",
        "019 555-0100",
        "819 155-0100",
        "1" * 60,
        "999-999-9999",
        "222 222-2222",
        "819 555-0100 (mère)",
    ],
)
def test_it_doubts_what_is_no_telephone_number(typed: str) -> None:
    with pytest.raises(contacts.Doubtful):
        contacts.phone(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "anne@exemple.ca",
        "Anne.Gagnon+vet@Sub.Exemple.CA",
        "o'connor@exemple.ca",
        "zoë@exemple.ca",
        "l@xn--bcher-kva.example.ca",
        "a@b.co",
        "",
    ],
)
def test_it_takes_an_address_as_typed(typed: str) -> None:
    assert contacts.email(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    ["pas de courriel@", "anne", "anne@exemple", "a@b@c.ca", "anne @exemple.ca", ".anne@exemple.ca", "a..b@exemple.ca",
     "anne@-exemple.ca", "anne@exemple.local", "a@x.ca; b@x.ca", "Anne <anne@exemple.ca>", "a" * 65 + "@exemple.ca",
     "o’brien@exemple.ca", "lise£@exemple.ca", "lise@xn--a.ca"],
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
     ("États-Unis", "US"), ("USA", "US"), ("Sylvanie", "Sylvanie"), ("", ""),
     ("CDN", "CA"), ("Can.", "CA"), ("Canada.", "CA"), ("Allemagne", "DE"), ("Suisse", "CH")],
)  # fmt: skip
def test_it_knows_countries_in_both_languages(typed: str, code: str) -> None:
    assert contacts.country(typed) == code


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [("o’brien@exemple.ca", "o'brien@exemple.ca"), ("'lise@exemple.ca", "lise@exemple.ca"), ("lise£@exemple.ca", "")],
)
def test_it_proposes_the_address_that_was_meant(typed: str, proposed: str) -> None:
    assert contacts.suggest_email(typed) == proposed


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Québec", "QC"), ("P.Q.", "QC"), ("Qué.", "QC"), ("qc", "QC"), ("Ontario", "ON"), ("Ont.", "ON"),
     ("N.-B.", "NB"), ("Terre-Neuve-et-Labrador", "NL"), ("Vermont", None), ("", None)],
)  # fmt: skip
def test_it_knows_provinces_however_they_are_written(typed: str, code: str | None) -> None:
    assert postal.province_code(typed) == code


def test_it_knows_an_address_of_the_united_states() -> None:
    assert postal.is_us("VT", "05401") and postal.is_us("New York", "12901-1234")
    assert not postal.is_us("QC", "05401") and not postal.is_us("VT", "J1X 3B3")
