"""Merge tags are found, filled and never evaluated."""

from __future__ import annotations

import time
from html import escape

import pytest

from webapp import merge

NAMES = {"animal.nom": "animal.nom", "animal.name": "animal.nom", "appel": "appel"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ animal.nom }}", ["animal.nom"]),
        ("{{animal.nom}}", ["animal.nom"]),
        ("{{\u00a0animal.nom\u00a0}}", ["animal.nom"]),
        ("{{\u202fanimal.nom\n}}", ["animal.nom"]),
        ("{{ Animal.Nom }}", ["animal.nom"]),
        ("{{ animal.name }} et {{ animal.nom }}", ["animal.nom"]),
        ("{{ appel }} {{ animal.nom }} {{ appel }}", ["appel", "animal.nom"]),
        ("{ animal.nom } {{animal.nom} {animal.nom}}", []),
        ("{{}}", [""]),
        ("{{ " + "x" * 200 + " }}", []),
        ("", []),
    ],
)
def test_it_finds_tags(text: str, found: list[str]) -> None:
    assert merge.tags_in(text, NAMES) == found


def test_a_filled_text_is_its_pieces_and_what_is_told() -> None:
    filling = merge.compile("{{ appel }} {{ animal.nom }}: {{ appel }}!", escape)
    values = {"appel": "Bonjour,", "animal.nom": "Azur & Cie"}
    assert filling.told(values) == ["Bonjour,", "Azur &amp; Cie", "Bonjour,"]
    assert merge.woven(filling.pieces, filling.told(values)) == filling.fill(values)
    with pytest.raises(ValueError, match="longer"):
        merge.woven(filling.pieces, ["Bonjour,"])


def test_it_names_what_nobody_knows_as_it_was_typed() -> None:
    assert merge.check("{{ animal.nom }} {{ Animal.Non }} {{ 7*7 }}", NAMES) == ["Animal.Non", "7*7"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("{{ animal.nom }} vient", []),
        ("{{ animal.nom } vient", ["{{ animal.nom } vient"]),
        ("{ animal.nom }} vient", ["}} vient"]),
        ("a { b } c", []),
    ],
)
def test_it_finds_braces_that_make_no_tag(text: str, places: list[str]) -> None:
    assert merge.stray_braces(text) == places


def test_it_fills() -> None:
    filling = merge.compile("{{ appel }}\n{{ animal.name }} vient. {{ animal.nom }}!", names=NAMES)
    assert filling.tags == ("appel", "animal.nom")
    assert filling.fill({"appel": "Bonjour,", "animal.nom": "Azur"}) == "Bonjour,\nAzur vient. Azur!"


@pytest.mark.parametrize(
    "value", ["{{ appel }}", "{{ 7*7 }}", "{% for x in y %}", "%(name)s", "\\1 \\g<0>", "{0}", "${x}", "D'Artagnan"]
)
def test_it_never_evaluates_a_value(value: str) -> None:
    assert merge.compile("<{{ animal.nom }}>").fill({"animal.nom": value, "appel": "no"}) == f"<{value}>"


def test_it_never_evaluates_a_tag() -> None:
    with pytest.raises(merge.MissingValue) as refused:
        merge.compile('{{ "a"*10**9 }} {{ self.__class__ }}').fill({"self": "x"})
    assert refused.value.names == ['"a"*10**9', "self.__class__"]


def test_it_escapes_the_text_and_the_values() -> None:
    filling = merge.compile("B&W: {{ animal.nom }}", escape)
    assert filling.fill({"animal.nom": "<script>"}) == "B&amp;W: &lt;script&gt;"


def test_it_names_every_value_that_is_missing() -> None:
    filling = merge.compile("{{ a }} {{ b }} {{ c }} {{ a }}")
    assert filling.missing({"b": ""}) == ["a", "c"]
    with pytest.raises(merge.MissingValue) as refused:
        filling.fill({"b": ""})
    assert refused.value.names == ["a", "c"]


def test_it_joins_parts_that_show_values_each_in_their_way() -> None:
    whole = merge.joined(
        merge.literal("{{ kept }} "), merge.compile("{{ a }}", str.upper), merge.compile(" {{ a }}"), merge.literal("!")
    )
    assert whole.fill({"a": "x"}) == "{{ kept }} X x!"


def test_it_says_what_stands_before_a_tag() -> None:
    seen = []

    def shown(name: str, before: str) -> merge.Change:
        seen.append((name, before))
        return str

    merge.compile("Bonjour {{ a }}, {{ b }}", shown=shown)
    assert seen == [("a", "Bonjour "), ("b", "Bonjour {{ a }}, ")]


def test_it_is_not_slowed_by_a_text_made_for_that() -> None:
    started = time.perf_counter()
    for text in ("{{ " * 30_000, "{{" + " " * 90_000, "}}" * 40_000, "{" * 90_000):
        merge.tags_in(text)
        merge.stray_braces(text)
        merge.compile(text)
    assert time.perf_counter() - started < 3
