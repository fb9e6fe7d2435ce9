"""How a client is addressed, and how the clinic chooses it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webapp.message_templates.rules.people import Person, greeting, title
from webapp.models import Clinic

MARIE = Person("Mme", "Marie-Ève", "Ménard")
LUC = Person("M.", "Luc", "D’Amours")
NOBODY = Person("", "Dominique", "Roy")
COUPLE = Person("M. et Mme", "Jean", "Lœwen")
DOCTOR = Person("Dre", "Anne", "Gagnon")
BARE = Person("", "", "")


@pytest.mark.parametrize(
    ("person", "preset", "fr", "en"),
    [
        (MARIE, "formal", "Madame,", "Dear Mrs. Ménard,"),
        (MARIE, "polite", "Bonjour, Madame.", "Hello Mrs. Ménard,"),
        (MARIE, "familiar", "Bonjour, Marie-Ève.", "Hello Marie-Ève,"),
        (LUC, "formal", "Monsieur,", "Dear Mr. D’Amours,"),
        (LUC, "polite", "Bonjour, Monsieur.", "Hello Mr. D’Amours,"),
        (NOBODY, "formal", "Madame, Monsieur,", "Dear Dominique Roy,"),
        (NOBODY, "polite", "Bonjour,", "Hello Dominique Roy,"),
        (COUPLE, "formal", "Madame, Monsieur,", "Dear Mr. and Mrs. Lœwen,"),
        (COUPLE, "polite", "Bonjour, Madame, Monsieur.", "Hello Mr. and Mrs. Lœwen,"),
        (DOCTOR, "formal", "Docteure,", "Dear Dr. Gagnon,"),
        (DOCTOR, "polite", "Bonjour, Docteure.", "Hello Dr. Gagnon,"),
        (BARE, "formal", "Madame, Monsieur,", "Dear Sir or Madam,"),
        (BARE, "polite", "Bonjour,", "Hello,"),
        (BARE, "familiar", "Bonjour,", "Hello,"),
        (Person("Mrs", "Jane", "Smith"), "formal", "Madame,", "Dear Mrs. Smith,"),
        (Person("Mme", "", ""), "formal", "Madame,", "Dear Sir or Madam,"),
    ],
)
def test_it_greets(person: Person, preset: str, fr: str, en: str) -> None:
    assert (greeting(person, preset, "fr"), greeting(person, preset, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("typed", "fr", "en"),
    [
        ("Mme", "Mme", "Mrs."),
        ("madame", "Mme", "Mrs."),
        ("M", "M.", "Mr."),
        ("Ms.", "Mme", "Ms."),
        ("Colonel", "Colonel", "Colonel"),
        ("", "", ""),
    ],
)
def test_it_says_titles_in_the_language_of_the_message(typed: str, fr: str, en: str) -> None:
    person = Person(typed, "A", "B")
    assert (title(person, "fr"), title(person, "en")) == (fr, en)


def test_it_lets_a_manager_choose(manager: FlaskClient) -> None:
    assert "Bonjour, Madame." in manager.get("/settings").text
    page = manager.get("/templates/greeting").text
    assert "Bonjour, Marie-Ève." in page and "Dear Mrs. Ménard," in page
    assert manager.post("/templates/greeting", data={"greeting": "formal"}).status_code == 303
    assert Clinic.get_by_id(1).greeting == "formal"
    assert "<mark>Madame,</mark>" in manager.get("/templates/3").text


def test_it_refuses_a_preset_that_there_is_not(manager: FlaskClient) -> None:
    answer = manager.post("/templates/greeting", data={"greeting": "rude"})
    assert answer.status_code == 422 and Clinic.get_by_id(1).greeting == "polite"


def test_it_leaves_the_choice_to_managers(client: FlaskClient) -> None:
    assert client.post("/templates/greeting", data={"greeting": "formal"}).status_code == 403
