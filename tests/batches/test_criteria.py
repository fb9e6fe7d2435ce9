"""The JSON object of `--criteria`: what is read, and what is refused in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask, g

from webapp.batches.queries import refusals
from webapp.batches.queries.refusals import SENTENCES
from webapp.batches.rules import ages
from webapp.batches.rules.criteria import BoughtGroup, Criteria, Listed, as_json, check_ages, loads, parse, settled
from webapp.batches.rules.refusals import NotAccepted, Problem

TODAY = date(2026, 3, 5)
EVERYTHING = {
    "species": {"include": ["CAN", "Félin"]},
    "breeds": {"exclude": ["Siamois"]},
    "products": {"include": ["SIM-40"], "exclude": ["DIETE"]},
    "services": {"include": ["EX-AN"]},
    "sold_between": ["2024-03-05", "2026-03-05"],
    "bought": [{"any": ["VAC-RAGE"]}, {"any": ["SIM-40"], "categories": ["Antiparasitaires"]}],
    "last_visit": {"not_since": "2025-03-05"},
    "age": {"younger_than": "10.0.0", "at_least": "0.6.0"},
    "exclude_batches": [252, "253-1"],
    "only_batches": {"batches": [251, "250-2"], "state": "no_answer"},
    "crossbred": False,
    "sterile": True,
    "deceased": None,
    "other_clinic": True,
    "sex": "F",
    "without_email": "only",
    "use_preferences": False,
}


def test_it_reads_every_key_and_writes_it_back() -> None:
    found = parse(EVERYTHING)
    assert found.species == Listed(include=("CAN", "Félin"))
    assert found.bought == (
        BoughtGroup(any=("VAC-RAGE",)),
        BoughtGroup(any=("SIM-40",), categories=("Antiparasitaires",)),
    )
    assert found.sold_between == (date(2024, 3, 5), date(2026, 3, 5))
    assert (found.deceased, found.other_clinic, found.sterile, found.crossbred) == (None, True, True, False)
    assert found.exclude_batches == ("252", "253-1")
    assert (found.only_batches, found.only_state) == (("251", "250-2"), "no_answer")
    assert as_json(found) == EVERYTHING
    assert parse(as_json(found)) == found


def test_it_asks_for_those_who_live_and_are_ours_where_nothing_is_said() -> None:
    assert parse({}) == Criteria()
    assert (Criteria().deceased, Criteria().other_clinic, Criteria().use_preferences) == (False, False, True)
    assert as_json(Criteria()) == {"deceased": False, "other_clinic": False, "use_preferences": True}


def test_it_takes_null_for_a_key_that_is_absent() -> None:
    nothing = {key: None for key in EVERYTHING if key not in ("deceased", "other_clinic", "use_preferences")}
    assert parse(nothing) == Criteria()


def test_it_stores_the_usual_period_as_days() -> None:
    stored = settled(parse({}), date(2024, 2, 29))
    assert stored.sold_between == (date(2022, 2, 28), date(2024, 2, 29))
    assert settled(parse(EVERYTHING), TODAY) == parse(EVERYTHING)


def test_it_takes_codes_that_are_numbers_and_names_each_once() -> None:
    assert parse({"products": {"include": [4010, " 4010 ", "Lapin"]}}).products.include == ("4010", "Lapin")


REFUSED: list[tuple[Any, str, str]] = [
    ([], "criteria", "not_an_object"),
    (None, "criteria", "not_an_object"),
    ({"specis": {}}, "specis", "unknown_key"),
    ({"species": ["CAN"]}, "species", "not_an_object_here"),
    ({"species": {"includes": ["CAN"]}}, "species.includes", "unknown_key"),
    ({"species": {"include": "CAN"}}, "species.include", "not_a_list"),
    ({"breeds": {"include": [True]}}, "breeds.include", "not_a_name"),
    ({"breeds": {"exclude": [" "]}}, "breeds.exclude", "not_a_name"),
    ({"products": {"include": [{}]}}, "products.include", "not_a_name"),
    ({"products": {"include": ["A"] * 5001}}, "products.include", "too_many"),
    ({"services": {"include": ["EXAM"], "exclude": ["EXAM"]}}, "services", "both_ways"),
    ({"sold_between": "2025"}, "sold_between", "not_two_days"),
    ({"sold_between": ["2025-01-01"]}, "sold_between", "not_two_days"),
    ({"sold_between": ["2025-01-01", None]}, "sold_between", "not_two_days"),
    ({"sold_between": ["2025-02-30", "2025-03-01"]}, "sold_between", "not_a_day"),
    ({"sold_between": ["2025-03-02", "2025-03-01"]}, "sold_between", "days_upside_down"),
    ({"bought": {"any": ["SIM-40"]}}, "bought", "not_a_list"),
    ({"bought": ["SIM-40"]}, "bought", "not_an_object_here"),
    ({"bought": [{}]}, "bought", "empty_group"),
    ({"bought": [None]}, "bought", "empty_group"),
    ({"bought": [{"any": [], "categories": []}]}, "bought", "empty_group"),
    ({"bought": [{"all": ["SIM-40"]}]}, "bought.all", "unknown_key"),
    ({"last_visit": {}}, "last_visit", "since_nothing"),
    ({"last_visit": {"since": None}}, "last_visit", "since_nothing"),
    ({"last_visit": {"since": "hier"}}, "last_visit.since", "not_a_day"),
    ({"last_visit": {"since": 20250101}}, "last_visit.since", "not_a_day"),
    ({"last_visit": {"since": "2025-01-01", "not_since": "2025-01-01"}}, "last_visit", "since_and_not_since"),
    ({"age": {"at_least": 2}}, "age.at_least", "not_an_age"),
    ({"age": {"at_least": "2"}}, "age.at_least", "not_an_age"),
    ({"age": {"younger_than": "-1.0.0"}}, "age.younger_than", "not_an_age"),
    ({"age": {"younger_than": "151.0.0"}}, "age.younger_than", "not_an_age"),
    ({"crossbred": "yes"}, "crossbred", "not_yes_or_no"),
    ({"deceased": 0}, "deceased", "not_yes_or_no"),
    ({"use_preferences": None}, "use_preferences", "not_true_or_false"),
    ({"sex": "male"}, "sex", "not_one_of"),
    ({"without_email": True}, "without_email", "not_one_of"),
    ({"exclude_batches": 253}, "exclude_batches", "not_a_list"),
    ({"only_batches": [253]}, "only_batches", "not_an_object_here"),
    ({"only_batches": {"batches": ["lot"]}}, "only_batches.batches", "not_a_number"),
    ({"only_batches": {"batches": [253], "state": "answered"}}, "only_batches.state", "not_one_of"),
    ({"only_batches": {"state": "no_answer"}}, "only_batches", "which_batches"),
    ({"only_batches": {"number": 253}}, "only_batches.number", "unknown_key"),
    ({"exclude_batches": ["lot 253"]}, "exclude_batches", "not_a_number"),
    ({"exclude_batches": [0]}, "exclude_batches", "not_a_number"),
    ({"exclude_batches": [-1]}, "exclude_batches", "not_a_number"),
    ({"exclude_batches": [2.5]}, "exclude_batches", "not_a_number"),
]


@pytest.mark.parametrize(("document", "key", "code"), REFUSED, ids=[f"{code}-{key}" for _, key, code in REFUSED])
def test_it_refuses_naming_the_key(document: Any, key: str, code: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        parse(document)
    assert [(each.key, each.code) for each in refused.value.problems] == [(key, code)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_has_a_sentence_for_every_refusal(app: Flask, language: str) -> None:
    g.language = language
    for code in SENTENCES:
        sentence = refusals.problem(
            Problem("sex", code, ["X", 3, None, True], (("at_least", "1.0.0"), ("younger_than", "0.1.0")))
        )
        assert sentence.endswith(".")
        assert "%(" not in sentence
        assert "sex" in sentence or "%(key)" not in str(SENTENCES[code])


def test_it_tells_every_problem_at_once(app: Flask) -> None:
    with pytest.raises(NotAccepted) as refused:
        parse({"sex": "X", "age": {"at_least": "?"}, "colour": "noir"})
    assert sorted(each.code for each in refused.value.problems) == ["not_an_age", "not_one_of", "unknown_key"]
    assert [refusals.problem(each) for each in refused.value.problems if each.key.startswith("age")] == [
        "«\u00a0age.at_least\u00a0» demande un âge en années.mois.jours comme 0.6.0, et non «\u00a0?\u00a0»."
    ]


@pytest.mark.parametrize("written", ["", "{", "NaN{", "[" * 100_000])
def test_it_refuses_what_is_no_json(written: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        loads(written)
    assert refused.value.problems[0].code == "unreadable"


@pytest.mark.parametrize(
    ("age", "today", "born"),
    [
        ("1.0.0", date(2026, 3, 5), date(2025, 3, 5)),
        ("0.6.0", date(2026, 3, 5), date(2025, 9, 5)),
        ("0.1.0", date(2026, 3, 31), date(2026, 2, 28)),  # clamped to the month's end
        ("0.1.0", date(2024, 3, 31), date(2024, 2, 29)),
        ("1.0.0", date(2024, 2, 29), date(2023, 2, 28)),
        ("4.0.0", date(2024, 2, 29), date(2020, 2, 29)),
        ("0.0.31", date(2026, 3, 5), date(2026, 2, 2)),
        ("0.1.5", date(2026, 3, 31), date(2026, 2, 23)),  # the month first, then the days
        ("1.14.0", date(2026, 3, 5), date(2024, 1, 5)),
        ("0.2.0", date(2026, 1, 31), date(2025, 11, 30)),
        ("0.0.0", date(2026, 3, 5), date(2026, 3, 5)),
    ],
)
def test_it_counts_ages_back_from_today(age: str, today: date, born: date) -> None:
    parsed = ages.parse(age)
    assert parsed is not None
    assert parsed.before(today) == born
    assert str(parsed) == age


@pytest.mark.parametrize(
    ("at_least", "younger_than", "today", "accepted"),
    [
        ("0.6.0", "1.0.0", TODAY, True),
        ("1.0.0", "1.0.0", TODAY, False),
        ("2.0.0", "1.0.0", TODAY, False),
        ("1.0.0", "0.12.0", TODAY, False),
        ("0.1.0", "0.0.29", TODAY, True),  # February has 28 days
        ("0.1.0", "0.0.28", TODAY, False),
        ("0.0.30", "0.1.0", TODAY, False),
        ("0.0.30", "0.1.0", date(2026, 2, 5), True),  # January has 31
        ("0.1.0", "0.0.30", date(2026, 2, 5), False),
    ],
)
def test_it_refuses_ages_that_nobody_can_have(
    app: Flask, at_least: str, younger_than: str, today: date, accepted: bool
) -> None:
    found = parse({"age": {"at_least": at_least, "younger_than": younger_than}})
    if accepted:
        check_ages(found, today)
        return
    with pytest.raises(NotAccepted) as refused:
        check_ages(found, today)
    assert at_least in refusals.criteria(refused.value)
    assert younger_than in refusals.criteria(refused.value)
