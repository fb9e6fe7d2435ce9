"""Elision, plurals, lists and dates, on real names."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.message_templates.rules import grammar


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Azur", "d’Azur"), ("Élie", "d’Élie"), ("Œdipe", "d’Œdipe"), ("œillet", "d’œillet"), ("Îlot", "d’Îlot"),
        ("Oréo", "d’Oréo"), ("Ulysse", "d’Ulysse"), ("Aché", "d’Aché"), ("O*Zone", "d’O*Zone"), ("Æsir", "d’Æsir"),
        ("Heidi", "de Heidi"), ("Hugo", "de Hugo"), ("Harley", "de Harley"), ("Happy", "de Happy"),
        ("Hector", "d’Hector"), ("Hermès", "d’Hermès"), ("Hélène", "d’Hélène"),
        ("Yoshi", "de Yoshi"), ("Yuki", "de Yuki"), ("Yves", "d’Yves"), ("Ysengrin", "d’Ysengrin"), ("Y", "de Y"),
        ("Zoë", "de Zoë"), ("D'Artagnan", "de D'Artagnan"), ("2", "de 2"), ("#3", "de #3"), ("11", "de 11"),
        ("B&W", "de B&W"), ("Doc/Frack", "de Doc/Frack"), ("X'trême du Petit Chose", "de X'trême du Petit Chose"),
        ("Queue à l'Ombre du Vieux Chêne", "de Queue à l'Ombre du Vieux Chêne"),
        ("Capitán (Capi)", "de Capitán (Capi)"),
        ("Nuit\u00a0Ahathoor", "de Nuit\u00a0Ahathoor"), ("Vîn du bourgeois bohème", "de Vîn du bourgeois bohème"),
        ("Oui-Oui", "de Oui-Oui"), ("Ouistiti", "de Ouistiti"), ("Ouragan", "d’Ouragan"), ("Onze", "de Onze"),
        ("\"Azur\"", "d’\"Azur\""), ("=Azur", "de =Azur"), ("", "de "),
    ],
)  # fmt: skip
def test_it_elides(name: str, said: str) -> None:
    assert grammar.de(name) == said


@pytest.mark.parametrize(
    ("noun", "language", "several"),
    [
        ("chien", "fr", "chiens"), ("chienne", "fr", "chiennes"), ("animal", "fr", "animaux"),
        ("cheval", "fr", "chevaux"),
        ("oiseau", "fr", "oiseaux"), ("souris", "fr", "souris"), ("perdrix", "fr", "perdrix"),
        ("dog", "en", "dogs"), ("mouse", "en", "mice"), ("sheep", "en", "sheep"), ("budgie", "en", "budgies"),
        ("pony", "en", "ponies"), ("guinea pig", "en", "guinea pigs"), ("lynx", "en", "lynxes"), ("fish", "en", "fish"),
    ],
)  # fmt: skip
def test_it_makes_plurals(noun: str, language: str, several: str) -> None:
    assert grammar.plural(noun, language) == several


@pytest.mark.parametrize(
    ("words", "fr", "en"),
    [
        ([], "", ""),
        (["Azur"], "Azur", "Azur"),
        (["Azur", "Heidi"], "Azur et Heidi", "Azur and Heidi"),
        (["A", "B", "C"], "A, B et C", "A, B and C"),
    ],
)
def test_it_lists(words: list[str], fr: str, en: str) -> None:
    assert (grammar.listed(words, "fr"), grammar.listed(words, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("on", "fr", "en", "letter"),
    [
        (date(2026, 4, 1), "1er avril 2026", "April 1, 2026", "le 1er avril 2026"),
        (date(2026, 8, 11), "11 août 2026", "August 11, 2026", "le 11 août 2026"),
        (date(2027, 2, 21), "21 février 2027", "February 21, 2027", "le 21 février 2027"),
        (date(2026, 12, 31), "31 décembre 2026", "December 31, 2026", "le 31 décembre 2026"),
    ],
)
def test_it_writes_days(on: date, fr: str, en: str, letter: str) -> None:
    plain = [grammar.day(on, "fr"), grammar.day(on, "en"), grammar.day_of_letter(on, "fr")]
    assert [each.replace("\u00a0", " ") for each in plain] == [fr, en, letter]
    assert " " not in grammar.day(on, "fr") + grammar.day(on, "en")


@pytest.mark.parametrize(
    ("text", "said"), [("votre chat", "Votre chat"), ("élan", "Élan"), ("", ""), ("D’Azur", "D’Azur")]
)
def test_it_begins_sentences(text: str, said: str) -> None:
    assert grammar.capital(text) == said
