"""Whole names: parted where it is sure, whole where it is not."""

from __future__ import annotations

import pytest

from webapp.imports.rules import names


@pytest.mark.parametrize(
    ("whole", "title", "first", "last"),
    [
        ("Smith, John & Mary", "", "John & Mary", "Smith"),
        ("Mr & Mrs Paul Roy", "Mr & Mrs", "Paul", "Roy"),
        ("M. et Mme Luc Roy", "M. et Mme", "Luc", "Roy"),
        ("Dr. Ève Côté, DMV", "Dr.", "Ève", "Côté"),
        ("Tremblay, Dre Ève", "Dre", "Ève", "Tremblay"),
        ("Roy, Mme", "Mme", "", "Roy"),
        ("Luc Tremblay", "", "Luc", "Tremblay"),
        ("Roy Luc", "", "Luc", "Roy"),
        ("ROY Luc-André", "", "Luc-André", "ROY"),
        ("Zélie ROY", "", "Zélie", "ROY"),
        ("Jean-Paul de la Fontaine", "", "Jean-Paul", "de la Fontaine"),
        ("Marie d’Amours", "", "Marie", "d’Amours"),
        ("Anna Van Dyke", "", "Anna", "Van Dyke"),
        ("Luc Saint-Pierre", "", "Luc", "Saint-Pierre"),
        ("Zigonette St Pierre", "", "Zigonette", "St Pierre"),
        ("Marie Ève Roy", "", "Marie Ève", "Roy"),
        ("Marie & Luc Roy", "", "Marie & Luc", "Roy"),
        ("Abbott, Mark:Rex", "", "Mark", "Abbott"),
        ("De la Fontaine", "", "", "De la Fontaine"),
        ("Tremblay Gagnon", "", "", "Tremblay Gagnon"),
        ("Roy", "", "", "Roy"),
        ("Mme Roy", "Mme", "", "Roy"),
        ("Ferme Bélanger, inc.", "", "", "Ferme Bélanger, inc."),
        ("A.N.Z. Kennels", "", "", "A.N.Z. Kennels"),
        ("Succession Dubé", "", "", "Succession Dubé"),
        ("", "", "", ""),
    ],
)
def test_it_parts_what_is_sure(whole: str, title: str, first: str, last: str) -> None:
    assert names.part(whole) == names.Name(title, first, last)


@pytest.mark.parametrize(
    ("header", "whole", "first", "last"),
    [
        ("Prénom Nom", "Zélie Tanguay", "Zélie", "Tanguay"),
        ("Nom et prénom", "Tanguay Zélie", "Zélie", "Tanguay"),
        ("Last First", "De La Rue Zélie", "Zélie", "De La Rue"),
        ("Nom complet", "Zélie Tanguay", "", "Zélie Tanguay"),
    ],
)
def test_it_follows_the_order_that_the_header_says(header: str, whole: str, first: str, last: str) -> None:
    found = names.part(whole, names.order_of(header))
    assert (found.first, found.last) == (first, last)
