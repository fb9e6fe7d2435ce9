"""One box finds a client by whatever one has at hand."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from tests import factories
from webapp.models import Animal, Client, ContactPerson
from webapp.search import actions, queries


def names(typed: str, limit: int = 20) -> list[str]:
    return [hit.name for hit in queries.find(typed, limit=limit)]


@pytest.fixture
def clinic(app: Flask) -> dict[str, Client]:
    """Nine owners whose names have broken other software."""
    people = {
        "luc": factories.client(first_name="Luc", last_name="Tremblay", number="299", town="Trois-Rivières",
                                mobile_phone="+15145551234", email="luc.tremblay@exemple.ca"),
        "rose": factories.client(first_name="Rose", last_name="Bélanger", number="1042", town="Sainte-Adèle",
                                 home_phone="+18195550042"),
        "pierre": factories.client(first_name="Anne", last_name="St-Pierre", number="7", town="Magog"),
        "heureux": factories.client(first_name="Marie-Ève", last_name="L’Heureux", number="8", town="L'Assomption"),
        "loewen": factories.client(first_name="Zoë", last_name="Lœwen", number="9", town="Québec"),
        "amours": factories.client(first_name="Jean", last_name="D'Amours", number="10", town="Granby"),
        "saint": factories.client(first_name="Aché", last_name="Saint-Onge", number="11", town="Saint-Hyacinthe"),
        "paris": factories.client(first_name="Ève", last_name="Durand", number="12", town="Paris",
                                  home_phone="+33142685300", country="FR"),
        "nina": factories.client(first_name="Нина", last_name="Иванова", number="13", town="Magog"),
    }  # fmt: skip
    factories.animal(owner=people["luc"], name="Rex", number="A-77")
    factories.animal(owner=people["rose"], name="Queue à l'Ombre du Vieux Chêne")
    factories.animal(owner=people["pierre"], name='Jimmy Chew "Chewie"')
    factories.animal(owner=people["heureux"], name="O*Zone")
    factories.animal(owner=people["amours"], name="B&W")
    factories.animal(owner=people["saint"], name="#3")
    factories.animal(owner=people["loewen"], name="")
    factories.animal(owner=people["paris"], name="=SUM(A1)")
    ContactPerson.create(client=people["rose"], name="Gaétan Huot", phone="+14185559988")
    actions.index_clients(client_ids=None)
    return people


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tremblay", "Luc Tremblay"), ("Luc Tremblay", "Luc Tremblay"), ("TREMBLAY LUC", "Luc Tremblay"),
        ("trem lu", "Luc Tremblay"), ("bélanger", "Rose Bélanger"), ("BELANGER", "Rose Bélanger"),
        ("st-pierre", "Anne St-Pierre"), ("st pierre", "Anne St-Pierre"), ("saint pierre", "Anne St-Pierre"),
        ("saint-pierre", "Anne St-Pierre"), ("stpierre", "Anne St-Pierre"), ("Saint-P", "Anne St-Pierre"),
        ("l'heureux", "Marie-Ève L’Heureux"), ("L’HEUREUX", "Marie-Ève L’Heureux"), ("lheureux", "Marie-Ève L’Heureux"),
        ("heureux", "Marie-Ève L’Heureux"), ("marie eve", "Marie-Ève L’Heureux"), ("marieeve", "Marie-Ève L’Heureux"),
        ("loewen", "Zoë Lœwen"), ("lœwen", "Zoë Lœwen"), ("LOEWEN zoe", "Zoë Lœwen"),
        ("damours", "Jean D'Amours"), ("d’amours", "Jean D'Amours"), ("st-onge", "Aché Saint-Onge"),
        ("нина", "Нина Иванова"),
        ("rex", "Luc Tremblay"), ("ombre du vieux", "Rose Bélanger"), ("vieux chene", "Rose Bélanger"),
        ("chewie", "Anne St-Pierre"), ('"chewie"', "Anne St-Pierre"), ("o*zone", "Marie-Ève L’Heureux"),
        ("ozone", "Marie-Ève L’Heureux"), ("b&w", "Jean D'Amours"),
        ("=sum", "Ève Durand"), ("=SUM(A1)", "Ève Durand"),
        ("514 555-1234", "Luc Tremblay"), ("(514) 555-1234", "Luc Tremblay"), ("5145551234", "Luc Tremblay"),
        ("514.555.1234", "Luc Tremblay"), ("1 514 555 1234", "Luc Tremblay"), ("+15145551234", "Luc Tremblay"),
        ("555-1234", "Luc Tremblay"), ("5551234", "Luc Tremblay"), ("1234", "Luc Tremblay"),
        ("514 555", "Luc Tremblay"), ("514-5", "Luc Tremblay"),
        ("01 42 68 53 00", "Ève Durand"), ("+33 1 42 68 53 00", "Ève Durand"), ("0033142685300", "Ève Durand"),
        ("luc.tremblay@exemple.ca", "Luc Tremblay"), ("luc.tremblay", "Luc Tremblay"), ("luc.trem", "Luc Tremblay"),
        ("luc.tremblay@ex", "Luc Tremblay"), ("trois-rivieres", "Luc Tremblay"), ("trois rivières", "Luc Tremblay"),
        ("ste-adele", "Rose Bélanger"), ("l'assomption", "Marie-Ève L’Heureux"), ("st-hyacinthe", "Aché Saint-Onge"),
        ("299", "Luc Tremblay"), ("1042", "Rose Bélanger"), ("a-77", "Luc Tremblay"), ("A77", "Luc Tremblay"),
        ("tremblay 299", "Luc Tremblay"), ("tremblay rex", "Luc Tremblay"), ("rex trois", "Luc Tremblay"),
        ("tremblay 514 555-1234", "Luc Tremblay"), ("gaetan huot", "Rose Bélanger"), ("418 555-9988", "Rose Bélanger"),
        ("\u00a0tremblay\u202fluc ", "Luc Tremblay"),
    ],
)  # fmt: skip
def test_it_finds(clinic: dict[str, Client], typed: str, found: str) -> None:
    answer = queries.search(typed, limit=20)
    assert [hit.name for hit in answer.hits] == [found]
    assert not answer.corrections or found not in [hit.name for hit in answer.forgiven]


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "*", "^", "(", ")", "{", "}", "-", "--", "AND", "OR NOT", "NEAR(", "names:", "a\" OR \"b", "rex*",
     "'; --", "\x00", "\ud800", "😀", "%", "_", "tremblay AND", "x" * 5000, " ".join("abcdefghijklmnop"), "names : luc",
     "+", "@", "@@"],
)  # fmt: skip
def test_it_is_not_broken_by(clinic: dict[str, Client], typed: str) -> None:
    answer = queries.search(typed, limit=5)
    assert answer.total >= len(answer.hits)


@pytest.mark.parametrize("typed", ["#3", "3"])
def test_it_finds_an_animal_that_is_called_by_a_number(clinic: dict[str, Client], typed: str) -> None:
    assert "Aché Saint-Onge" in names(typed)


@pytest.mark.parametrize("typed", ["tremblay bélanger", "rex 1042", "zzz", "luc magog"])
def test_it_wants_every_word(clinic: dict[str, Client], typed: str) -> None:
    assert queries.search(typed, limit=5).total == 0


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("trembaly", "Tremblay", "Luc Tremblay"),  # exchanged
        ("rtemblay", "Tremblay", "Luc Tremblay"),
        ("xremblay", "Tremblay", "Luc Tremblay"),  # the first letter
        ("tremlay", "Tremblay", "Luc Tremblay"),  # lost
        ("trembllay", "Tremblay", "Luc Tremblay"),  # too many
        ("tremlbya", "Tremblay", "Luc Tremblay"),  # two slips
        ("tramb", "Tremblay", "Luc Tremblay"),  # still typing
        ("belnager", "Bélanger", "Rose Bélanger"),
        ("lhereux", "L’Heureux", "Marie-Ève L’Heureux"),
        ("l'hereux", "L’Heureux", "Marie-Ève L’Heureux"),
        ("luc trembaly", "Luc Tremblay", "Luc Tremblay"),
        ("chewei", "Chewie", "Anne St-Pierre"),
        ("magpg", "Magog", "Anne St-Pierre"),
        ("loewne", "Lœwen", "Zoë Lœwen"),
    ],
)
def test_it_forgives(clinic: dict[str, Client], typed: str, meant: str, found: str) -> None:
    answer = queries.search(typed, limit=5)
    assert answer.total == 0
    assert answer.corrections[0].text == meant
    assert answer.forgiven[0].name == found
    assert names(typed)[0] == found


@pytest.mark.parametrize("typed", ["rxe", "lcu", "100201", "tremblay rxe", "tsemplax"])
def test_it_does_not_forgive_short_words_numbers_and_three_slips(clinic: dict[str, Client], typed: str) -> None:
    answer = queries.search(typed, limit=5)
    assert not answer.corrections
    assert not answer.forgiven


def test_it_forgives_only_when_there_is_almost_nothing(app: Flask) -> None:
    for first in ("Luc", "Marc", "Jean"):
        factories.client(first_name=first, last_name="Martel")
    factories.client(first_name="Guy", last_name="Marcel")
    actions.index_clients(client_ids=None)
    assert [hit.name for hit in queries.find("martel")] == ["Jean Martel", "Luc Martel", "Marc Martel"]
    assert names("marcel") == ["Guy Marcel", "Jean Martel", "Luc Martel", "Marc Martel"]


def test_it_ranks_name_before_beginning_before_animal_before_town(app: Flask) -> None:
    factories.client(first_name="Zoé", last_name="Roy")
    factories.client(first_name="Roy", last_name="Zidane")
    factories.client(first_name="Alain", last_name="Royer")
    factories.client(first_name="Royale", last_name="Aubin")
    factories.animal(owner=factories.client(first_name="Anne", last_name="Aubé"), name="Roy")
    factories.animal(owner=factories.client(first_name="Anne", last_name="Abel"), name="Royal")
    factories.client(first_name="Anne", last_name="Aaron", town="Royaume")
    actions.index_clients(client_ids=None)
    assert names("roy") == [
        "Zoé Roy", "Roy Zidane", "Alain Royer", "Royale Aubin", "Anne Aubé", "Anne Abel", "Anne Aaron",
    ]  # fmt: skip


def test_it_puts_the_number_of_the_file_before_telephones(app: Flask) -> None:
    factories.client(first_name="Anne", last_name="Aubé", number="1", mobile_phone="+15145551234")
    factories.client(first_name="Zoé", last_name="Zidane", number="1234")
    actions.index_clients(client_ids=None)
    assert names("1234") == ["Zoé Zidane", "Anne Aubé"]


def test_it_puts_living_animals_first_and_the_archived_last(app: Flask, now: object) -> None:
    alone = factories.client(first_name="Alone", last_name="Roy")
    living = factories.client(first_name="Living", last_name="Roy")
    dead = factories.client(first_name="Dead", last_name="Roy")
    gone = factories.client(first_name="Aaa", last_name="Roy", archived_at=now)
    factories.animal(owner=living)
    factories.animal(owner=dead, deceased=True)
    factories.animal(owner=gone)
    town = factories.client(first_name="Anne", last_name="Aaron", town="Roy")
    actions.index_clients(client_ids=[one.id for one in (alone, living, dead, gone, town)])
    hits = queries.find("roy")
    assert [hit.name for hit in hits] == ["Living Roy", "Alone Roy", "Dead Roy", "Anne Aaron", "Aaa Roy"]
    assert [hit.archived for hit in hits] == [False, False, False, False, True]


def test_it_says_why(clinic: dict[str, Client]) -> None:
    (hit,) = queries.find("tremblay rex 1234")
    assert hit.why == {"name", "animal", "phone", "email"}  # the e-mail holds the name too
    assert hit.phone == "+15145551234"
    assert [(animal.name, animal.matched) for animal in hit.animals] == [("Rex", True)]
    (hit,) = queries.find("huot")
    assert (hit.why, hit.person) == ({"person"}, "Gaétan Huot")


def test_it_names_the_animal_that_matched_first_and_says_who_is_gone(app: Flask) -> None:
    owner = factories.client()
    factories.animal(owner=owner, name="Aramis")
    factories.animal(owner=owner, name="Rex", deceased=True)
    factories.animal(owner=owner, name="Zorro", given_away_on=date(2025, 1, 1))
    actions.index_clients(client_ids=[owner.id])
    (hit,) = queries.find("rex")
    assert [(animal.name, animal.gone) for animal in hit.animals] == [
        ("Rex", "deceased"), ("Aramis", ""), ("Zorro", "given_away"),
    ]  # fmt: skip


def test_the_box_keeps_places_for_animals_of_exactly_that_name(app: Flask) -> None:
    for first in "abcdefghij":
        factories.client(first_name=f"Maxime {first}", last_name="Roy")
    factories.animal(owner=factories.client(first_name="Zoé", last_name="Zidane"), name="Max")
    actions.index_clients(client_ids=None)
    assert queries.find("max")[-1].name.startswith("Maxime")
    found = queries.box("max")
    assert (len(found.hits), found.total) == (8, 11)
    assert found.hits[-1].name == "Zoé Zidane"


@pytest.mark.parametrize(("many", "few"), [(0, 0), (0, 3), (0, 6), (0, 4000), (700, 4000)])
def test_it_pages_through_the_same_order(
    app: Flask, monkeypatch: pytest.MonkeyPatch, many: int, few: int, now: object
) -> None:
    """Thousands of matches are walked through, a few are sorted: the order must be the same."""
    for n in range(12):
        owner = factories.client(
            first_name="Roy" if n % 3 else f"Ann{n}",
            last_name="Royer" if n % 2 else f"Aubin{n}",
            town="Roycourt" if n % 5 else "Magog",
            archived_at=now if n % 7 == 6 else None,
        )
        factories.animal(owner=owner, name="Roy" if n % 4 == 0 else "Rex", deceased=n % 3 == 2)
    actions.index_clients(client_ids=None)
    monkeypatch.setattr(queries.index, "MANY", 700)
    order = [hit.client_id for hit in queries.search("roy", limit=50).hits]
    total = queries.search("roy", limit=1).total
    assert len(order) == total > 8
    monkeypatch.setattr(queries.index, "MANY", many)
    monkeypatch.setattr(queries.index, "SORTED", few)
    for size in (1, 3, 5):
        pages = [queries.search("roy", limit=size, offset=start).hits for start in range(0, total, size)]
        assert [hit.client_id for page in pages for hit in page] == order


def test_it_follows_what_changes(app: Flask) -> None:
    owner = factories.client(first_name="Luc", last_name="Tremblay")
    rex = factories.animal(owner=owner, name="Rex")
    actions.index_clients(client_ids=[owner.id])
    assert queries.is_complete()
    Client.update(last_name="Gagnon", sort_name="gagnon, luc").where(Client.id == owner.id).execute()
    Animal.update(name="Fido").where(Animal.id == rex.id).execute()
    assert not queries.is_complete()
    actions.index_clients(client_ids=[owner.id])
    assert queries.is_complete()
    assert [names(typed) for typed in ("tremblay", "rex", "gagnon", "fido", "gagnno")] == [
        [], [], ["Luc Gagnon"], ["Luc Gagnon"], ["Luc Gagnon"],
    ]  # fmt: skip
    rex.delete_instance()
    owner.delete_instance()
    assert not queries.is_complete()
    actions.index_clients(client_ids=[owner.id])
    assert queries.is_complete()
    assert names("gagnon") == []


def test_it_does_the_same_one_by_one_as_all_at_once(clinic: dict[str, Client]) -> None:
    def held() -> list[object]:
        return [
            sorted(queries.index.db.database.execute_sql(f"SELECT * FROM {table}").fetchall())
            for table in ("client_search", "search_order")
        ]

    whole = held()
    for one in clinic.values():
        actions.index_clients(client_ids=[one.id])
    assert held() == whole


def test_it_forgets_the_words_of_those_who_are_gone_when_rebuilt(app: Flask) -> None:
    owner = factories.client(first_name="Luc", last_name="Tremblay")
    actions.index_clients(client_ids=[owner.id])
    assert queries.search("trembaly", limit=1).corrections
    Client.update(last_name="Gagnon", first_name="Luc").execute()
    actions.index_clients(client_ids=None)
    assert queries.spelling._vocabulary() == ["", "gagnon", "magog"]
    assert names("gangon") == ["Luc Gagnon"]
