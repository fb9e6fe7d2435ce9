"""The list of sales: periods, filters, order, totals, and pages of a list too long to count."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import sign_in
from webapp import clock
from webapp.models import StaffMember
from webapp.sales import queries, rules

TODAY = date(2026, 3, 5)


def page(client: FlaskClient, url: str) -> str:
    """The page, with plain spaces."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def amounts(text: str) -> list[str]:
    """The amounts of the list, in order."""
    return re.findall(r'<td class="n">([\d ,]+) \$</td>', text)


def sales(*pairs: tuple[date, int], **columns: Any) -> None:
    for on, cents in pairs:
        factories.sale(on=on, amount_cents=cents, **columns)


def test_it_shows_the_last_thirty_days(client: FlaskClient) -> None:
    sales((TODAY, 100), (date(2026, 2, 4), 200), (date(2026, 2, 3), 400))
    text = page(client, "/sales/")
    assert amounts(text) == ["1,00", "2,00"]
    assert "2 ventes</strong>, 3,00 $" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("from=2026-01-01&to=2026-01-31", ["8,00"]),
        ("to=2026-01-31&from=2026-01-01", ["8,00"]),
        ("from=2026-01-31&to=2026-01-01", ["8,00"]),
        ("from=2026-02-03&to=2026-02-03", ["4,00"]),
        ("from=31-02-2026", ["1,00", "2,00"]),
        ("period=all", ["1,00", "2,00", "4,00", "8,00"]),
        ("from=2020-01-01&to=2030-01-01", ["1,00", "2,00", "4,00", "8,00"]),
        ("sort=day", ["2,00", "1,00"]),
        ("sort=-amount", ["2,00", "1,00"]),
        ("sort=amount", ["1,00", "2,00"]),
        ("sort=amount&period=all", ["1,00", "2,00", "4,00", "8,00"]),
        ("sort=day&period=all", ["8,00", "4,00", "2,00", "1,00"]),
    ],
)
def test_it_shows_what_the_address_asks_for(client: FlaskClient, query: str, shown: list[str]) -> None:
    sales((TODAY, 100), (date(2026, 2, 4), 200), (date(2026, 2, 3), 400), (date(2026, 1, 15), 800))
    assert amounts(page(client, f"/sales/?{query}")) == shown


def test_it_shows_all_of_a_client_an_animal_an_item_or_a_category(client: FlaskClient) -> None:
    item, animal = factories.item(category=factories.category("Nourriture")), factories.animal()
    other = factories.animal(owner=animal.client)
    sales((date(2020, 1, 1), 100), of=item)
    sales((date(2021, 1, 1), 200), to=animal)
    sales((date(2022, 1, 1), 400), to=other)
    sales((date(2023, 1, 1), 800), of=factories.item(category=None))
    assert amounts(page(client, f"/sales/?item={item.id}")) == ["1,00"]
    assert amounts(page(client, f"/sales/?animal={animal.id}")) == ["2,00"]
    assert amounts(page(client, f"/sales/?client={animal.client_id}")) == ["4,00", "2,00"]
    assert amounts(page(client, f"/sales/?category={item.category_id}&period=all")) == ["1,00"]
    assert amounts(page(client, "/sales/?category=0&period=all")) == ["8,00"]
    text = page(client, f"/sales/?client={animal.client_id}")
    assert "Client : Marie-Ève D’Amours" in text
    assert "2 ventes</strong>, 6,00 $" in text


@pytest.mark.parametrize("order", ["-day", "day", "-amount", "amount"])
def test_it_shows_each_line_once_over_its_pages(client: FlaskClient, order: str) -> None:
    item, animal = factories.item(), factories.animal()
    lines = [(TODAY - timedelta(days=n % 4), n + 1) for n in range(60)]
    sales(*lines, of=item, to=animal)
    shown = [amounts(page(client, f"/sales/?sort={order}&page={number}")) for number in (1, 2, 3)]
    assert [len(each) for each in shown] == [25, 25, 10]
    whole = [amount for each in shown for amount in each]
    assert sorted(whole) == sorted(f"0,{n + 1:02}" for n in range(60))
    if order.endswith("amount"):
        assert whole == sorted(whole, reverse=order.startswith("-"))


def test_it_keeps_the_last_page_when_asked_for_one_beyond(client: FlaskClient) -> None:
    sales(*[(TODAY, 100)] * 30, of=factories.item(), to=factories.animal())
    assert len(amounts(page(client, "/sales/?page=9"))) == 5


def test_it_does_not_count_a_long_list_while_the_page_is_made(client: FlaskClient) -> None:
    sales(*[(TODAY, 100)] * 30, of=factories.item(), to=factories.animal())
    text = page(client, "/sales/?period=all")
    assert 'hx-get="/sales/totals?period=all"' in text
    assert "30 ventes" not in text
    assert "1 à 25</span>" in text
    assert "26 à 30</span>" in page(client, "/sales/?period=all&page=2")
    assert "Suivants" not in page(client, "/sales/?period=all&page=2")


def test_it_counts_a_long_list_when_the_page_asks(client: FlaskClient) -> None:
    sales(*[(TODAY, 150)] * 30, of=factories.item(), to=factories.animal())
    assert "30 ventes</strong>, 45,00 $" in page(client, "/sales/totals?period=all")
    assert "30 ventes</strong>, 45,00 $" in page(client, "/sales/?period=all&totals=1"), "without JavaScript"


def test_it_takes_no_offset_of_a_million(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "DEEPEST", 2)
    sales(*[(TODAY, 100)] * 60, of=factories.item(), to=factories.animal())
    listing = queries.listing(rules.SaleFilter(), 3)
    assert (listing.number, listing.more) == (2, False)


def test_it_answers_htmx_with_list_and_periods(client: FlaskClient) -> None:
    sales((TODAY, 100))
    answer = client.get("/sales/?sort=day", headers={"HX-Request": "true"}).text
    assert answer.lstrip().startswith('<div id="sales"')
    assert 'id="periods" hx-swap-oob="true"' in answer
    assert "<html" not in answer


def test_it_marks_the_period_in_force(client: FlaskClient) -> None:
    assert re.search(r'from=2026-02-01&amp;to=2026-02-28" aria-current="page">Le mois dernier',
                     page(client, "/sales/?from=2026-02-01&to=2026-02-28"))  # fmt: skip


def test_it_marks_one_period_where_two_are_the_same(
    app: Flask, julie: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 30 April, the last thirty days are this month."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 30, 15, tzinfo=UTC))
    shown = sign_in(app, julie).get("/sales").text
    assert shown.count('from=2026-04-01&amp;to=2026-04-30" aria-current="page"') == 1


def test_it_says_why_the_list_is_empty(client: FlaskClient) -> None:
    assert "Rien n’a été vendu pendant cette période" in page(client, "/sales/")
    assert "Aucune vente pour l’instant" in page(client, "/sales/?period=all")
    assert "Aucune vente ne correspond" in page(client, "/sales/?client=99")


def test_it_asks_the_database_a_known_number_of_times(client: FlaskClient, counted: Any) -> None:
    sales(*[(TODAY, 100)] * 3)
    page(client, "/sales/")
    few = counted(lambda: page(client, "/sales/"))
    sales(*[(TODAY, 100)] * 20)
    assert counted(lambda: page(client, "/sales/")) == few
