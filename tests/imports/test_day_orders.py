"""In which order a file writes its days: told by its columns, by a person, by the last time, or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.imports.rules import day_orders
from webapp.imports.rules.day_orders import Days, Settled, Unsettled


def days(*values: str) -> Days:
    found = Days()
    found.add(Counter(values))
    return found


def settled(read: list[str], *others: list[str], option: str = "", remembered: str = "") -> Settled:
    return day_orders.settle({"due": days(*read)}, [days(*each) for each in others], option, remembered)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["31/12/2020"], "dmy"),
        (["12/31/2020"], "mdy"),
        (["31/12/2020", "30/11/2020", "12/31/2020"], "dmy"),
        (["05/12/2026"], ""),
        (["05.12.2026"], "dmy"),
        (["05.12.26", "06.12.26"], "dmy"),
        (["12.31.2026", "05.12.2026"], "mdy"),
        (["25122026"], "dmy"),
        (["05122026"], ""),
        (["31/12/2020 14:30", "05/12/2020 9 h"], "dmy"),
        (["31-12-98"], "dmy"),
        (["99-12-31", "20-05-14"], ""),
        (["11/29/31", "1/13/69", "29-Nov-27"], "mdy"),
        (["2020-12-31", "20201231", "5 mars 2020", "44000", ""], ""),
    ],
)
def test_a_column_tells_its_order(values: list[str], order: str) -> None:
    assert days(*values).order == order


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        (["05/12/2026"], True),
        (["05/12/2026", "05/05/2026"], True),
        (["05/05/2026"], False),
        (["31/12/2026", "12/31/2026"], True),
        (["05.12.2026"], False),
        (["2026-12-05", "2026-12-06"], False),
        (["2026-12-05", "2026-12-06", "05/04/2026"], False),
        (["99-12-31", "05-04-03"], False),
        (["5 décembre 2026", "", "00/00/0000", "NULL"], False),
        ([], False),
    ],
)
def test_a_column_asks_where_it_could_be_meant_either_way(values: list[str], asks: bool) -> None:
    assert days(*values).asks is asks


@pytest.mark.parametrize(
    ("read", "others", "option", "remembered", "found"),
    [
        (["05/12/2026", "31/12/2026"], [], "", "", ("dmy", "file")),
        (["05/12/2026"], [["12/31/2020"]], "", "", ("mdy", "file")),
        (["05/12/2026"], [["12/31/2020"], ["Rex", "31/12"]], "", "", ("mdy", "file")),
        (["05/12/2026"], [], "mdy", "", ("mdy", "option")),
        (["05/12/2026"], [], "mdy", "dmy", ("mdy", "option")),
        (["05/12/2026"], [], "", "mdy", ("mdy", "remembered")),
        (["05/12/2026"], [["31/12/2020"]], "", "mdy", ("dmy", "file")),
        (["31/12/2026"], [], "", "dmy", ("dmy", "file")),
        (["31/12/2026"], [], "dmy", "", ("dmy", "option")),
        (["2026-12-05"], [], "dmy", "mdy", ("ymd", "file")),
        (["12/05/2026", "12/25/2026", "25/12/2026"], [], "mdy", "", ("mdy", "option")),
        (["20261205"], [], "", "", ("ymd", "file")),
        (["05/05/2026", "5 mars 2026"], [["31/12/2020"]], "", "", ("", "none")),
        ([], [["31/12/2020"]], "", "", ("", "none")),
    ],
)
def test_a_file_is_settled(
    read: list[str], others: list[list[str]], option: str, remembered: str, found: tuple[str, str]
) -> None:
    done = settled(read, *others, option=option, remembered=remembered)
    assert (done.order, done.source) == found


@pytest.mark.parametrize(
    ("read", "others", "option", "remembered", "code", "value"),
    [
        (["05/12/2026"], [], "", "", "day_order_open", "05/12/2026"),
        (["05/12/2026"], [["31/12/2020"], ["12/31/2020"]], "", "", "day_order_open", "05/12/2026"),
        (["05/12/2026"], [["31/12/2020", "Rex", "Mina"]], "", "", "day_order_open", "05/12/2026"),
        (["31/12/2026", "12/30/2026"], [], "", "", "day_order_torn", "31/12/2026, 12/30/2026"),
        (["31/12/2026", "12/30/2026"], [["31/12/2020"]], "", "dmy", "day_order_torn", "31/12/2026, 12/30/2026"),
        (["31/12/2026"], [], "", "mdy", "day_order_changed", "31/12/2026"),
        (["31/12/2026"], [], "mdy", "", "day_order_contrary", "31/12/2026"),
    ],
)
def test_a_file_is_not_settled(
    read: list[str], others: list[list[str]], option: str, remembered: str, code: str, value: str
) -> None:
    with pytest.raises(Unsettled) as why:
        settled(read, *others, option=option, remembered=remembered)
    assert (why.value.code, why.value.column, why.value.value) == (code, "due", value)


def test_columns_of_one_file_may_be_written_each_in_its_way() -> None:
    found = day_orders.settle({"due": days("31/12/2026", "30/12/2026"), "done": days("12/31/2026")}, [])
    assert (found.order, found.orders["due"], found.orders["done"]) == ("dmy", ("dmy", "dmy"), ("mdy", "mdy"))


def test_years_of_two_digits_follow_their_own_form() -> None:
    among_iso = day_orders.settle({"born": days("2019-01-02", "2020-03-04", "14/05/20")}, [])
    assert among_iso.orders["born"] == ("dmy", "dmy")
    in_front = day_orders.settle({"born": days("99-12-31", "20-05-14", "31/12/2020")}, [])
    assert in_front.orders["born"] == ("ymd", "dmy")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dates(min_value=date(1940, 1, 1), max_value=date(2031, 12, 31)), min_size=1, max_size=60),
    st.sampled_from(["dmy", "mdy"]),
)
def test_no_column_tells_the_wrong_order(values: list[date], order: str) -> None:
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    found = days(*(value.strftime(form) for value in values))
    assert found.order in (order, "")
    assert found.order == order or all(value.day <= 12 for value in values)


def test_reading_on_stops_where_nothing_would_change() -> None:
    many = [f"{day}/12/20{year}" for day in range(13, 32) for year in range(10, 20)]
    assert days(*many).decided and not days(*many, "12/31/2020").decided
    assert not days(*many[:20]).decided and not days().decided
