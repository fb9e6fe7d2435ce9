"""Dates, amounts, words and headers, as practice software writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import get_month_names
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.imports.rules import amounts, cells, dates, headers, species
from webapp.imports.rules.cells import Customs, Doubt

ZONE = ZoneInfo("America/Toronto")
CUSTOMS = Customs(2026, ZONE, lambda at: at.isoformat())
DAYS = st.dates(min_value=date(1940, 1, 1), max_value=date(2031, 12, 31))

quietly = settings(deadline=None)  # how long one case takes says more of the machine than of the code

# ---------- Dates.


@pytest.mark.parametrize(
    ("value", "order", "day"),
    [
        ("2020-02-29", "dmy", "2020-02-29"),
        ("2020/2/9", "mdy", "2020-02-09"),
        ("13/02/2020", "dmy", "2020-02-13"),
        ("02/13/2020", "mdy", "2020-02-13"),
        ("03.04.2020", "dmy", "2020-04-03"),
        ("03-04-20", "mdy", "2020-03-04"),
        ("20-04-03", "ymd", "2020-04-03"),
        ("1/5/21", "dmy", "2021-05-01"),
        ("1/5/98", "dmy", "1998-05-01"),
        ("1/5/31", "dmy", "2031-05-01"),
        ("1/5/32", "dmy", "1932-05-01"),
        ("20200229", "dmy", "2020-02-29"),
        ("29022020", "dmy", "2020-02-29"),
        ("43957", "dmy", "2020-05-06"),
        ("43957.75", "dmy", "2020-05-06"),
        ("2020-05-06T00:00:00", "dmy", "2020-05-06"),
        ("2020-05-06 14:30:00.000", "dmy", "2020-05-06"),
        ("06/05/2020 2:30 PM", "dmy", "2020-05-06"),
        ("12 mars 2020", "dmy", "2020-03-12"),
        ("1er août 2020", "dmy", "2020-08-01"),
        ("12-Mar-2020", "mdy", "2020-03-12"),
        ("March 12, 2020", "dmy", "2020-03-12"),
        ("le 12 mars 2020", "dmy", "2020-03-12"),
        ("mardi le 12 mars 2020", "dmy", "2020-03-12"),
        ("4-juill.-23", "dmy", "2023-07-04"),
        ("3-juill.-25", "mdy", "2025-07-03"),
        ("3 jui 2025", "dmy", "2025-07-03"),
        ("3-aoû-25", "dmy", "2025-08-03"),
        ("3-AOU-2025", "dmy", "2025-08-03"),
        ("Jul-03-2025", "dmy", "2025-07-03"),
        ("2025-juill.-03", "dmy", "2025-07-03"),
        ("22 janvier 2015 à 14h40", "dmy", "2015-01-22"),
        ("20030925T104941", "dmy", "2003-09-25"),
        ("14/05/2020", "", "2020-05-14"),
        ("05/14/2020", "", "2020-05-14"),
        ("05/05/2020", "", "2020-05-05"),
        ("05/04/2020", "", None),
        ("14/05/20", "", "2020-05-14"),
        ("31/02/2020", "dmy", None),
        ("13/13/2020", "dmy", None),
        ("02/13/2020", "dmy", None),
        ("hier", "dmy", None),
        ("2020", "dmy", None),
        ("123/4/2020", "dmy", None),
        ("12/3/1850", "dmy", None),
    ],
)
def test_it_reads_days(value: str, order: str, day: str | None) -> None:
    assert dates.day(value, order, 2026) == day


@pytest.mark.parametrize("locale", ["fr", "fr_CA", "en", "en_CA"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_it_reads_every_name_of_a_month(locale: str, width: str, context: str) -> None:
    for number, name in get_month_names(width, context, locale).items():  # type: ignore[arg-type]
        for form in (f"9 {name} 2020", f"9-{name}-20", f"09-{name.upper()}-2020", f"2020-{name}-09"):
            assert dates.day(form, "", 2026) == f"2020-{number:02}-09", form


@quietly
@given(DAYS)
@example(date(2000, 2, 29))
def test_it_reads_back_every_day_in_every_form(day: date) -> None:
    iso = day.isoformat()
    forms = "%d/%m/%Y dmy|%m/%d/%Y mdy|%Y-%m-%d dmy|%Y.%m.%d mdy|%Y%m%d dmy|%d.%m.%y dmy|%m-%d-%y mdy|%y-%m-%d ymd"
    for form, order in (each.rsplit(" ", 1) for each in forms.split("|")):
        assert dates.day(day.strftime(form), order, 2026) == iso, form


@quietly
@given(st.text(max_size=30))
def test_it_never_fails_on_a_date(value: str) -> None:
    for order in dates.ORDERS:
        found = dates.day(value, order, 2026)
        assert found is None or date.fromisoformat(found)
        dates.instant(value, order, 2026, ZONE)


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-03-24 15:15", "2026-03-24T19:15"),
        ("2026-01-24 15:15", "2026-01-24T20:15"),
        ("24/03/2026 15 h 15", "2026-03-24T19:15"),
        ("24/03/2026 3:15 PM", "2026-03-24T19:15"),
        ("24/03/2026 12:15 am", "2026-03-24T04:15"),
        ("2026-03-24T19:15:00Z", "2026-03-24T19:15"),
        ("2026-03-24 15:15:00-04", "2026-03-24T19:15"),
        ("20260324T151500", "2026-03-24T19:15"),
        ("20260324T1515", "2026-03-24T19:15"),
        ("20260324T191500Z", "2026-03-24T19:15"),
        ("24 mars 2026 à 15h15", "2026-03-24T19:15"),
        ("March 24, 2026 at 3:15 PM", "2026-03-24T19:15"),
        ("2026-03-24T15:15:00-04:00", "2026-03-24T19:15"),
        ("46105.635416667", "2026-03-24T19:15"),
        ("2026-03-24", "2026-03-24T04:00"),
        ("2026-03-24 25:15", None),
        ("demain", None),
    ],
)
def test_it_reads_instants_by_the_clinics_clock(value: str, instant: str | None) -> None:
    found = dates.instant(value, "dmy", 2026, ZONE)
    assert found == (datetime.fromisoformat(instant).replace(tzinfo=UTC) if instant else None)


@quietly
@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2031, 1, 1), timezones=st.just(UTC)))
def test_it_reads_back_every_minute(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    here = at.astimezone(ZONE)
    found = dates.instant(here.strftime("%d/%m/%Y %H:%M"), "dmy", 2026, ZONE)
    # In the hour that the clock shows twice, the first of the two is meant.
    assert found is not None
    assert found == at or (here.fold and at - found == timedelta(hours=1))


# ---------- Amounts.


@pytest.mark.parametrize(
    ("value", "cents"),
    [
        ("12,50", 1250),
        ("12.50", 1250),
        ("12", 1200),
        ("12,5", 1250),
        ("0,05", 5),
        (",50", 50),
        ("1 234,56 $", 123456),
        ("1\u00a0234,56\u00a0$", 123456),
        ("1\u202f234\u202f567,00", 123456700),
        ("1'234.50", 123450),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1,234,567", 123456700),
        ("1,234", 123400),
        ("0,125", 13),
        ("$12.50", 1250),
        ("CA$12.50", 1250),
        ("12,50 $ CA", 1250),
        ("12,50 €", 1250),
        ("CAD 12.50", 1250),
        ("-12,50", -1250),
        ("\u221212,50", -1250),
        ("12,50-", -1250),
        ("(12,50 $)", -1250),
        ("12.5000", 1250),
        ("12,505", 1250500),
        ("12,50,00", None),
        ("12.50.00", None),
        ("1 23,00", None),
        ("douze", None),
        ("12,50 kg", None),
        ("1e5", None),
        ("--5", None),
        ("٣", None),
        ("9" * 30, None),
    ],
)
def test_it_reads_amounts(value: str, cents: int | None) -> None:
    assert amounts.parse(value, scale=100) == cents


@pytest.mark.parametrize(
    ("value", "decimal", "milli"),
    [("1,234", ",", 1234), ("1,234", ".", 1234000), ("1.234", ".", 1234), ("1.234", ",", 1234000)],
)
def test_it_heeds_how_the_column_writes_decimals(value: str, decimal: str, milli: int) -> None:
    assert amounts.parse(value, scale=1000, decimal=decimal) == milli


def test_it_tells_the_decimal_mark_of_a_column() -> None:
    assert amounts.decimal_mark(amounts.votes(["12,50", "1 234,56 $", "1,234"])) == ","
    assert amounts.decimal_mark(amounts.votes(["12.50", "1,234.56"])) == "."
    assert amounts.decimal_mark(amounts.votes(["12", "1,234"])) is None


@quietly
@given(st.integers(-(10**12), 10**12), st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u00a0", "\u202f", "'"]))
def test_it_reads_back_every_amount(cents: int, decimal: str, thousands: str) -> None:
    whole, part = divmod(abs(cents), 100)
    written = f"{'-' if cents < 0 else ''}{whole:,}".replace(",", thousands) + f"{decimal}{part:02d}"
    assert amounts.parse(written, scale=100, decimal=decimal) == cents
    assert amounts.parse(written, scale=100) == cents


@quietly
@given(st.text(max_size=30))
def test_it_never_fails_on_an_amount(value: str) -> None:
    for decimal in (None, ",", "."):
        assert isinstance(amounts.parse(value, scale=100, decimal=decimal), int | None)


# ---------- Words.


@pytest.mark.parametrize(
    ("reads", "value", "meaning"),
    [
        ("yes", "O", 1), ("yes", "oui", 1), ("yes", "Y", 1), ("yes", "Vrai", 1), ("yes", "x", 1), ("yes", "1", 1),
        ("yes", "N", 0), ("yes", "Non", 0), ("yes", "FALSE", 0), ("yes", "0", 0), ("yes", "", None),
        ("yes", "peut-être", Doubt("yes", "peut-être")),
        ("language", "F", "fr"), ("language", "Français", "fr"), ("language", "A", "en"), ("language", "English", "en"),
        ("language", "Q", Doubt("language", "Q")),
        ("sex", "M", ("M", None)), ("sex", "Mâle", ("M", None)), ("sex", "MN", ("M", True)),
        ("sex", "F.S.", ("F", True)),
        ("sex", "FS", ("F", True)), ("sex", "Femelle stérilisée", ("F", True)), ("sex", "inconnu", (None, None)),
        ("status", "Prévu", "planned"), ("status", "Confirmé", "confirmed"), ("status", "No-show", "missed"),
        ("status", "Annulé", "cancelled"), ("status", "Terminé", "done"), ("status", "Arrived", "arrived"),
        ("item_kind", "P", "product"), ("item_kind", "Service", "service"),
        ("minutes", "15", 15), ("minutes", "1:15", 75), ("minutes", "1 h 15", 75), ("minutes", "30 min", 30),
        ("minutes", "2h", 120),
        ("minutes", "bientôt", Doubt("minutes", "bientôt")), ("minutes", "5000", Doubt("minutes", "5000")),
        ("birth", "00/00/0000", None), ("birth", "2035-01-01", Doubt("birth", "2035-01-01")),
    ],
)  # fmt: skip
def test_it_knows_what_words_stand_for(reads: str, value: str, meaning: object) -> None:
    assert cells.reader(reads, CUSTOMS).column([value]) == [meaning]


def test_it_knows_the_words_for_a_species() -> None:
    assert species.synonyms("Chien") == species.synonyms("K9") == species.synonyms("canine")
    assert species.synonyms("Lama") == {"lama"}


def test_it_takes_out_what_cannot_be_seen_and_nothing_else() -> None:
    assert cells.clean(" Nuit\u00a0Ahathoor\u200b\x07 ") == "Nuit\u00a0Ahathoor"
    assert cells.clean("a\r\nb", lines=True) == "a\nb"
    assert cells.texts(["=1+1", " +5", "@a", "-b\tc"]) == ["=1+1", "+5", "@a", "-b c"]


# ---------- Headers.

LOGIVET = ["NoAnimal", "NoClient", "Nom", "Espèce", "Race", "Sexe", "DateNaissance"]


@pytest.mark.parametrize(
    ("header", "kind", "meant"),
    [
        (LOGIVET, "animals", {"NoAnimal": "number", "NoClient": "client", "Nom": "name", "Race": "breed"}),
        (["Patient ID", "Client ID", "Name", "Species", "D.O.B."], "animals", {"D.O.B.": "born_on"}),
        (["Account #", "Last Name", "First Name", "City", "Zip", "Cell Phone"], "clients", {"Account #": "number"}),
        (["N° client", "Nom de famille", "Prénom", "Tél. (domicile)"], "clients", {"Tél. (domicile)": "home_phone"}),
        (
            ["No client", "Nom", "Prénom", "Type", "Téléphone", "Ville"], "clients",
            {"Type": "phone_type_1", "Téléphone": "phone_1"},
        ),
        (["No client", "Type", "Nom", "Prénom", "Téléphone"], "clients", {"Type": "", "Téléphone": "home_phone"}),
        (["Client ID", "Client Name", "E-mail", "Home Phone"], "clients", {"E-mail": "email"}),
        (["Invoice No", "Line ID", "Date", "Client", "Patient", "Item", "Amount"], "sales", {"Invoice No": "invoice"}),
        (["Visit #", "Patient #", "Date", "Reason", "Doctor"], "visits", {"Doctor": "veterinarian"}),
        (["Appt ID", "Patient ID", "Date", "Time", "Duration", "Status"], "appointments", {"Time": "time"}),
        (["Code", "Description", "Catégorie", "Fabricant"], "products", {"Description": "name_fr"}),
        (["Code", "DescriptionFR", "Prix"], "services", {"Prix": "price_cents"}),
    ],
)  # fmt: skip
def test_it_recognises_headers(header: list[str], kind: str, meant: dict[str, str]) -> None:
    found = headers.recognise(header)
    assert found.kind == kind
    assert meant.items() <= found.columns.items()


@pytest.mark.parametrize(
    ("header", "code", "details"),
    [
        (["a", "b", "c"], "unknown_kind", {"header": ["a", "b", "c"]}),
        (
            [name for name in LOGIVET if name not in ("NoAnimal", "NoClient")],
            "missing_columns",
            {"kind": "animals", "fields": ["number", "client"]},
        ),
        ([*LOGIVET, "Nom"], "header_twice", {"header": "Nom", "columns": [3, 8], "field": "name"}),
        ([*LOGIVET, "ESPECE"], "header_twice", {"header": "Espèce", "columns": [4, 8], "field": "species"}),
    ],
)
def test_it_says_what_a_header_lacks(header: list[str], code: str, details: dict[str, object]) -> None:
    with pytest.raises(headers.NotRecognised) as wrong:
        headers.recognise(header)
    assert wrong.value.code == code
    assert details.items() <= wrong.value.details.items()


def test_it_takes_a_persons_word_for_a_column() -> None:
    said = {"Colonne A": "number", "Colonne B": "last_name", "Divers": ""}
    found = headers.apply_mapping(["Colonne A", "Divers", "COLONNE B"], "clients", said)
    assert found.places == {"number": 0, "last_name": 2}
    with pytest.raises(headers.NotRecognised) as wrong:
        headers.apply_mapping(["A", "B"], "clients", {"A": "last_name", "B": "last_name"})
    assert wrong.value.code == "header_twice"


def test_it_knows_a_header_again() -> None:
    assert headers.signature(["No client", "Prénom"]) == headers.signature(["NO CLIENT", "PRENOM"])
    assert headers.signature(["No client", "Prénom"]) == headers.signature(["Prénom", "No client"])  # in any order
    assert headers.signature(["No client", "Prénom"]) != headers.signature(["No client", "Nom"])
