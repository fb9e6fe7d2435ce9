"""A file goes on naming both numbers of somebody who has one record here."""

from __future__ import annotations

from datetime import datetime

from tests.imports.conftest import ANIMALS, CLIENTS, Bring, only, text
from webapp.merges import actions as merges
from webapp.models import Animal, Client

LISE = "12;Lise;Roy;l@x.ca;J2G 1A1;Canada"
AGAIN = "907;Lise;Roy;lise@y.ca;J2G 1A1;Canada"


def animals(*rows: str) -> dict[str, str]:
    return {"animaux.csv": text(ANIMALS, *rows)}


def test_the_other_number_means_who_was_kept(bring: Bring, now: datetime) -> None:
    bring({"clients.csv": text(CLIENTS, LISE, AGAIN)})
    bring(animals("1;12;Rex;Canin;;;;;", "2;907;Minou;Félin;;;;;"))
    kept, gone = (Client.get(Client.number == number) for number in ("12", "907"))
    made = merges.merge(kept_id=kept.id, gone_id=gone.id, now=now, by=None)

    assert only(bring({"clients.csv": text(CLIENTS, LISE, AGAIN)})).row.updated == 0
    assert Client.get_by_id(gone.id).archived_at  # a file does not bring it back
    bring(animals("1;12;Rex;Canin;;;;;", "2;907;Minou;Félin;;;;;", "3;907;Puce;Félin;;;;;"))
    assert {each.client_id for each in Animal.select()} == {kept.id}

    merges.part(merge_id=made.id, now=now, by=None)
    bring(animals("1;12;Rex;Canin;;;;;", "2;907;Minou;Félin;;;;;", "3;907;Puce;Félin;;;;;"))
    assert {each.name: each.client_id for each in Animal.select()} == {
        "Rex": kept.id, "Minou": gone.id, "Puce": gone.id
    }  # fmt: skip
