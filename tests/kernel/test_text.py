"""Text compared and sorted as people expect."""

from __future__ import annotations

import pytest

from webapp import text


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Lœwen  Zoë", "loewen zoe"),
        ("D’Amours", "d'amours"),
        ("Nuit\u00a0Ahathoor", "nuit ahathoor"),
        ("Élevage ÇÀ", "elevage ca"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_it_folds(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@pytest.mark.parametrize(
    ("last", "first", "key"),
    [("St-Pierre", "Luc", "st pierre, luc"), ("L'Heureux", "", "l heureux"), ("", "Zoé", "zoe"), ("=1+1", "", "1 1")],
)
def test_it_sorts_by(last: str, first: str, key: str) -> None:
    assert text.sort_key(last, first) == key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marie-Ève D’Amours", "MD"), ("Dre Anne Gagnon", "AG"), ("Dr Luc Bélanger", "LB"), ("Zoé", "Z"),
        ("M. Roy", "R"), ("Dr", "D"), ("", "?"),
    ],
)  # fmt: skip
def test_it_abbreviates(name: str, letters: str) -> None:
    assert text.initials(name) == letters


def test_it_makes_a_sign_in_name() -> None:
    assert text.slug("Dre Hélène D’Amours") == "dre.helene.d.amours"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [("/", "/"), ("/clients?q=B%C3%A9langer&page=2", "/clients?q=B%C3%A9langer&page=2"), (None, None), ("", None),
     ("//evil.example", None), ("https://evil.example/", None), ("/\\evil.example", None), ("\\\\evil", None),
     ("javascript:alert(1)", None), ("/\t/evil.example", None), ("/\n/evil.example", None), (" /x", None),
     ("clients", None)],
)  # fmt: skip
def test_it_leads_nobody_elsewhere(wanted: str | None, path: str | None) -> None:
    assert text.local_path(wanted) == path


@pytest.mark.parametrize(
    ("said", "inside"),
    [
        ("Vaccination", "vaccination"),
        ("Examen annuel", "examen annuel"),
        ("Échographie", "échographie"),
        ("Post-opératoire", "post-opératoire"),
        ("L’examen de santé", "l’examen de santé"),
        ("Vaccin DHPP", "vaccin DHPP"),
        ("Test FeLV", "test FeLV"),
        ("Surgery", "surgery"),
        ("déjà vu", "déjà vu"),
        ("FeLV", "FeLV"),
        ("RX", "RX"),
        ("Rx", "Rx"),
        ("IRM du dos", "IRM du dos"),
        ("Visite chez Dr X", "Visite chez Dr X"),
        ("Dre Gagnon", "Dre Gagnon"),
        ("Mme Roy", "Mme Roy"),
        ("É", "É"),
        ("2e vaccin", "2e vaccin"),
        ("", ""),
    ],
)
def test_it_writes_words_as_inside_a_sentence(said: str, inside: str) -> None:
    assert text.inside(said) == inside


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Julie Bélanger", "Julie"),
        ("Dre Anne Gagnon", "Anne"),
        ("Dr. Luc Bélanger", "Luc"),
        ("M. Jean-François L’Écuyer", "Jean-François"),
        ("Mme", "Mme"),
        ("Réception", "Réception"),
        ("", ""),
    ],
)
def test_it_calls_people_by_their_first_name(name: str, said: str) -> None:
    assert text.first_name(name) == said
