"""What a person renamed here is recognised by the name that the file goes on giving it."""

from __future__ import annotations

from datetime import datetime

from tests.imports.conftest import APPOINTMENTS, ITEMS, VISITS, Bring, counts, text
from webapp.agenda import actions as agenda
from webapp.catalogue import actions as catalogue
from webapp.models import AppointmentType, RevenueCategory, Veterinarian

FILES = {
    "clients.csv": text("NoClient;Nom", "1;Roy"),
    "animals.csv": text("NoAnimal;NoClient;Nom", "10;1;Azur"),
    "products.csv": text(ITEMS, "VAC;Vaccin;Vaccins;4010;Zoetis;42,00"),
    "visits.csv": text(VISITS, "500;10;2026-02-03;Vaccin;Dre Anne Gagnon"),
    "appointments.csv": text(APPOINTMENTS, "700;10;2026-04-03 09:00;30;Dre Anne Gagnon;Examen;Vaccin;Prévu"),
}


def test_it_makes_no_second_one(bring: Bring, now: datetime) -> None:
    bring(FILES)
    anne, kind, category = Veterinarian.get(), AppointmentType.get(), RevenueCategory.get()
    agenda.change_veterinarian(veterinarian_id=anne.id, typed={"name": "Dre Anne Roy"}, now=now)
    names = {"name_fr": "Examen général", "name_en": "General exam"}
    agenda.correct_type(type_id=kind.id, values=names, now=now)
    catalogue.correct_category(category_id=category.id, values={"name_fr": "Prévention"}, now=now)
    again = bring(FILES)
    assert [counts(file)[:4] for file in again.files] == [(1, 0, 0, 1)] * 5
    assert [each.name for each in Veterinarian.select()] == ["Dre Anne Roy"]
    assert [each.name_fr for each in AppointmentType.select()] == ["Examen général"]
    assert [each.name_fr for each in RevenueCategory.select()] == ["Prévention"]
