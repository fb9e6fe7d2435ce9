"""Importing again: what is the same is left alone, what changed is written, what a person did here stands."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import NOW
from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, ITEMS, SALES, VISITS, Bring, counts, only, text
from webapp import hand_edits
from webapp.animals import actions as animal_actions
from webapp.imports import actions
from webapp.models import (
    Animal,
    Appointment,
    Client,
    Correction,
    HandEdit,
    HistoryEntry,
    Item,
    Ownership,
    RevenueCategory,
    Sale,
    Species,
)
from webapp.search import actions as search_actions

ANNE = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"
LUC = "2;Luc;Côté;luc@exemple.ca;J1X 3B4;Canada"
REX = "100;1;Rex;Canin;Carlin;M;2020-05-06;N;"


def test_it_updates_by_number_and_never_doubles(bring: Bring) -> None:
    assert counts(only(bring({"clients.csv": text(CLIENTS, ANNE, LUC)}))) == (2, 2, 0, 0, 0, 0)
    before = {client.number: client.updated_at for client in Client.select()}
    assert counts(only(bring({"clients.csv": text(CLIENTS, ANNE, LUC)}))) == (2, 0, 0, 2, 0, 0)
    assert {client.number: client.updated_at for client in Client.select()} == before
    changed = LUC.replace("Luc", "Lucie")
    assert counts(only(bring({"clients.csv": text(CLIENTS, ANNE, changed, "3;Zoé;Huot;;;")}))) == (3, 1, 1, 1, 0, 0)
    lucie = Client.get(Client.number == "2")
    assert (lucie.first_name, lucie.sort_name) == ("Lucie", "cote, lucie")
    assert Client.select().count() == 3


def test_it_writes_only_the_columns_that_the_file_has(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    Client.update(note="fidèle", town="Magog", accepts_sms=False).execute()
    bring({"clients.csv": text("NoClient;Nom;Courriel", "1;Roy-Huot;anne@exemple.ca")})
    anne = Client.get()
    assert (anne.last_name, anne.first_name, anne.postal_code) == ("Roy-Huot", "Anne", "J1X 3B3")
    assert (anne.note, anne.town, anne.accepts_sms) == ("fidèle", "Magog", False)
    assert anne.sort_name == "roy huot, anne"


def test_it_notes_in_the_history_what_a_file_changed(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX)})
    assert HistoryEntry.select().count() == 0
    bring(
        {
            "clients.csv": text(CLIENTS, ANNE.replace("anne@", "a.roy@")),
            "animaux.csv": text(ANIMALS, REX.replace("Canin;Carlin", "Félin;Siamois")),
        }
    )
    client, animal = HistoryEntry.select().order_by(HistoryEntry.animal.is_null(False))
    assert (client.verb, animal.verb) == ("imported", "imported")
    assert json.loads(client.details) == {"changed": {"email": ["anne@exemple.ca", "a.roy@exemple.ca"]}}
    assert json.loads(animal.details)["changed"]["species"] == ["Canin", "Félin"]


# ---------- What a person changed here.


def edit(client: Client, now: datetime = NOW, **values: Any) -> None:
    """As the client's form does."""
    hand_edits.record(
        kind="client", row=client.id, before={n: getattr(client, n) for n in values}, changed=values, now=now
    )
    Client.update(**values).where(Client.id == client.id).execute()


def test_it_lets_an_edit_by_hand_stand_while_the_file_repeats_itself(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    edit(Client.get(), email="anne.roy@exemple.ca")
    assert counts(only(bring({"clients.csv": text(CLIENTS, ANNE)}))) == (1, 0, 0, 1, 0, 0)
    other = ANNE.replace("J1X 3B3", "J1X 9B9")
    assert counts(only(bring({"clients.csv": text(CLIENTS, other)}))) == (1, 0, 1, 0, 0, 0)
    anne = Client.get()
    assert (anne.email, anne.postal_code) == ("anne.roy@exemple.ca", "J1X 9B9")
    assert HandEdit.select().count() == 1


def test_it_gives_the_file_the_last_word_when_it_says_something_new(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    edit(Client.get(), email="anne.roy@exemple.ca", last_name="Roy-Huot")
    bring({"clients.csv": text(CLIENTS, ANNE.replace("anne@", "nouvelle@"))})
    anne = Client.get()
    assert (anne.email, anne.last_name, anne.sort_name) == ("nouvelle@exemple.ca", "Roy-Huot", "roy huot, anne")
    assert [edit.field for edit in HandEdit.select()] == ["last_name"]


def test_it_forgets_the_edit_when_the_file_says_the_same(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    edit(Client.get(), email="anne.roy@exemple.ca")
    report = only(bring({"clients.csv": text(CLIENTS, ANNE.replace("anne@", "anne.roy@"))}))
    assert counts(report) == (1, 0, 0, 1, 0, 0)
    assert HandEdit.select().count() == 0


def test_it_respects_an_edit_made_while_the_file_was_read(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    write = actions.runs.Writing.write

    def edited_meanwhile(self: Any) -> None:
        edit(Client.get(), email="anne.roy@exemple.ca", first_name="Annie")
        write(self)

    monkeypatch.setattr(actions.runs.Writing, "write", edited_meanwhile)
    bring({"clients.csv": text(CLIENTS, ANNE.replace("Roy", "Huot"))})
    anne = Client.get()
    assert (anne.email, anne.first_name, anne.last_name, anne.sort_name) == (
        "anne.roy@exemple.ca", "Annie", "Huot", "huot, annie",
    )  # fmt: skip


# ---------- What is doubtful.

BAD = ANNE.replace("anne@exemple.ca", "pas de courriel@")


def waiting() -> list[tuple[str, str]]:
    return [(row.field, row.value) for row in Correction.select().where(Correction.settled_at.is_null())]


def test_it_asks_once_for_a_correction_and_warns_each_time(bring: Bring) -> None:
    for _ in range(2):
        report = only(bring({"clients.csv": text(CLIENTS, BAD)}))
        assert [(line.line, line.key, line.field) for line in report.warned] == [(2, "1", "email")]
    assert Client.get().email == ""
    assert waiting() == [("email", "pas de courriel@")]


def test_it_leaves_what_stands_when_a_value_becomes_doubtful(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE)})
    assert counts(only(bring({"clients.csv": text(CLIENTS, BAD)}))) == (1, 0, 0, 1, 0, 1)
    assert Client.get().email == "anne@exemple.ca"
    assert waiting() == [("email", "pas de courriel@")]


def test_it_settles_a_correction_when_the_file_has_a_good_value(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, BAD)})
    bring({"clients.csv": text(CLIENTS, BAD.replace("pas de", "plus de"))})
    assert waiting() == [("email", "plus de courriel@")]
    bring({"clients.csv": text(CLIENTS, ANNE)})
    assert waiting() == []
    bring({"clients.csv": text(CLIENTS, BAD)})
    assert waiting() == [("email", "pas de courriel@")]


def test_it_does_not_ask_again_what_a_person_settled(bring: Bring, anne: Any) -> None:
    bring({"clients.csv": text(CLIENTS, BAD)})
    Correction.update(settled_at=NOW, settled_by=anne).execute()
    bring({"clients.csv": text(CLIENTS, BAD)})
    assert waiting() == []


def test_it_does_not_take_a_doubtful_word_for_consent(bring: Bring) -> None:
    bring({"clients.csv": text("NoClient;Nom;AccepteCourriel;AccepteSMS", "1;Roy;peut-être;")})
    client = Client.get()
    assert (client.accepts_email, client.accepts_sms) == (False, True)


# ---------- Owners and deaths.


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the other rooms hear."""
    heard: list[tuple[str, Any]] = []
    for room, name, what, which in (
        (animal_actions, "stop_for_deceased", "deaths", "animal_ids"),
        (animal_actions, "resume_for_revived", "revivals", "animal_ids"),
        (search_actions, "index_clients", "clients", "client_ids"),
    ):
        monkeypatch.setattr(room, name, lambda what=what, which=which, **about: heard.append((what, about[which])))
    return heard


def test_it_remembers_whose_an_animal_was(bring: Bring, told: list[tuple[str, Any]]) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE, LUC), "animaux.csv": text(ANIMALS, REX)})
    told.clear()
    bring({"animaux.csv": text(ANIMALS, REX.replace("100;1", "100;2"))})
    anne, luc = Client.select().order_by(Client.number)
    assert Animal.get().client == luc
    assert [(row.client_id, row.until_on) for row in Ownership.select()] == [
        (anne.id, (NOW + timedelta(days=1)).date())
    ]
    lines = HistoryEntry.select().order_by(HistoryEntry.client)
    assert [(line.client_id, line.verb) for line in lines] == [(anne.id, "transferred"), (luc.id, "transferred")]
    assert json.loads(lines[0].details) == {"from": "Anne Roy", "to": "Luc Côté"}
    assert told == [("clients", [anne.id, luc.id])] or told == [("clients", None)]


def test_it_stops_everything_about_an_animal_that_the_file_says_is_dead(
    bring: Bring, told: list[tuple[str, Any]]
) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX)})
    told.clear()
    dead = REX.replace("N;", "O;2026-02-01")
    for _ in range(2):
        bring({"animaux.csv": text(ANIMALS, dead)})
    rex = Animal.get()
    assert (rex.deceased, rex.deceased_on.isoformat()) == (True, "2026-02-01")
    assert told[0] == ("deaths", [rex.id])
    assert [line.verb for line in HistoryEntry.select()].count("deceased") == 1
    bring({"animaux.csv": text(ANIMALS, REX)})
    assert ("revivals", [rex.id]) in told
    assert "revived" in [line.verb for line in HistoryEntry.select()]


def test_it_does_not_tell_of_those_who_were_dead_when_first_seen(bring: Bring, told: list[tuple[str, Any]]) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX.replace("N;", "O;2026-02-01"))})
    assert [what for what, _ in told] == ["clients"]
    assert Animal.get().deceased


def test_it_leaves_cancelled_what_a_death_cancelled(bring: Bring) -> None:
    row = "700;100;2026-04-01 10:00;30;Dre Gagnon;Examen;;Prévu"
    files = {"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX), "rdv.csv": text(APPOINTMENTS, row)}
    bring(files)
    Appointment.update(status="cancelled", cancelled_because="deceased:planned").execute()
    report = bring({"rdv.csv": text(APPOINTMENTS, row)})
    assert counts(only(report)) == (1, 0, 0, 1, 0, 0)
    assert Appointment.get().status == "cancelled"


# ---------- Sales and the catalogue.

SHAMPOO = "SHAMP;Shampoing;Accessoires;4200;Virbac;19,95"
LINE = "900;F1;20/12/2025;1;;P;SHAMP;1;19,95"


def test_it_keeps_the_category_that_the_item_had_on_the_day_of_the_sale(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "produits.csv": text(ITEMS, SHAMPOO), "ventes.csv": text(SALES, LINE)})
    bring({"produits.csv": text(ITEMS, SHAMPOO.replace("Accessoires", "Soins"))})
    bring({"ventes.csv": text(SALES, LINE.replace("19,95", "29,95"), LINE.replace("900", "901"))})
    old, new = Sale.select().order_by(Sale.number)
    assert (old.category.name_fr, old.amount_cents) == ("Accessoires", 2995)
    assert new.category.name_fr == "Soins"
    assert {category.ledger_code for category in RevenueCategory.select()} == {"4200"}


def test_it_fills_in_a_ledger_code_but_does_not_change_one(bring: Bring) -> None:
    bring({"produits.csv": text(ITEMS, SHAMPOO.replace("4200", ""))})
    bring({"produits.csv": text(ITEMS, SHAMPOO)})
    assert RevenueCategory.get().ledger_code == "4200"
    bring({"produits.csv": text(ITEMS, SHAMPOO.replace("4200", "9999"))})
    assert RevenueCategory.get().ledger_code == "4200"


def test_it_knows_products_and_services_of_the_same_code_apart(bring: Bring) -> None:
    bring({"produits.csv": text(ITEMS, SHAMPOO), "services.csv": text("Code;DescriptionFR;Prix", "SHAMP;Bain;50,00")})
    assert {(item.kind, item.name_fr, item.price_cents) for item in Item.select()} == {
        ("product", "Shampoing", 1995),
        ("service", "Bain", 5000),
    }


def test_it_finds_species_and_breeds_by_any_of_their_names(bring: Bring) -> None:
    names = ["Canin;Carlin", "chien;carlin", "K9;CARLIN", "Dog;Pug", "Lama;Suri"]
    rows = [f"{100 + n};1;x;{name};M;;N;" for n, name in enumerate(names)]
    before = Species.select().count()
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, *rows)})
    found = [(animal.species_id, animal.breed_id) for animal in Animal.select().order_by(Animal.number)]
    assert len(set(found[:3])) == 1
    assert found[3][0] == found[0][0]
    assert found[4] == (None, None) and Species.select().count() == before


def test_it_refuses_what_hangs_on_a_refused_row_although_it_exists(bring: Bring) -> None:
    bring({"clients.csv": text(CLIENTS, ANNE), "animaux.csv": text(ANIMALS, REX)})
    report = bring(
        {
            "visites.csv": text(VISITS, "500;100;2026-01-05;;"),
            "animaux.csv": text(ANIMALS, REX),
            "clients.csv": text(CLIENTS, "1;;;;;"),
        }
    )
    assert [[line.code for line in file.refused] for file in report.files] == [
        ["animal_refused"], ["client_refused"], ["no_name"],
    ]  # fmt: skip
    assert Client.get().last_name == "Roy"


# ---------- Numbers twice in one file.


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("prefix", ["", "C-"])
def test_it_finds_a_number_again_however_far_apart(bring: Bring, rising: bool, prefix: str) -> None:
    """Over several chunks; the first of the two stands, and the second names its line."""
    numbers = list(range(1, 9001)) if rising else list(range(9000, 0, -1))
    rows = [f"{prefix}{n};;Nom {n};;;" for n in numbers]
    rows += [f"{prefix}{numbers[0]};;Encore;;;", "07;;Autre;;;", f"{prefix}{numbers[4500]};;Encore;;;"]
    report = only(bring({"clients.csv": text(CLIENTS, *rows)}, dry_run=True))
    assert counts(report)[:2] == (9003, 9001)
    assert [(line.line, line.code, line.details) for line in report.refused] == [
        (9002, "number_twice", {"value": f"{prefix}{numbers[0]}", "first": 2}),
        (9004, "number_twice", {"value": f"{prefix}{numbers[4500]}", "first": 4502}),
    ]
