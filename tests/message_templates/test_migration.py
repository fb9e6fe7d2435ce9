"""Better words reach a new installation and what nobody has touched; a clinic's own words and what was sent stay."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.migrations import before as before_step
from tests.migrations import migration
from webapp import db
from webapp.models import Breed, BreedAlias, Mailing, ReminderType, Species, Template, TemplateVersion

BETTER, MORE = migration("0014_better_words"), migration("0068_ready_made_for_every_kind")

OLD = "C’est le temps de vacciner {{\u00a0animal.nom\u00a0}}"
NEW = "Il est temps de vacciner {{\u00a0animal.nom\u00a0}}"


@pytest.fixture
def before(app: Flask) -> Any:
    """The migration; the installation is as it was before it."""
    MORE.down(None, db.database)
    module = BETTER
    module.down(None, db.database)
    return module


def version(code: str = "vaccination_email") -> TemplateVersion:
    return TemplateVersion.select().join(Template).where(Template.code == code).order_by(TemplateVersion.number).get()  # type: ignore[no-any-return]


def everything() -> list[tuple[Any, ...]]:
    tables = ("breed", "breed_alias", "reminder_type", "template", "template_version")
    return [row for table in tables for row in db.rows(f"SELECT * FROM {table} ORDER BY id")]


def test_a_new_installation_has_the_new_words(app: Flask) -> None:
    texts = [f"{each.subject_fr}\n{each.body_fr}".replace("\u00a0", " ") for each in TemplateVersion.select()]
    assert not [text for text in texts for old, _ in BETTER.WORDS if old.replace("\u00a0", " ") in text]
    for said, times in (
        ("Il est temps de vacciner", 3), ("il est temps de vacciner", 1),
        ("Le moment est venu de faire l’examen annuel {{ animal.de_nom }}.", 3),
        ("le moment est venu de faire l’examen annuel {{ animal.de_nom }}.", 1),
        ("Notez vos questions sur l’alimentation, l’humeur ou les habitudes.", 2),
        ("Un problème décelé tôt se soigne mieux.", 3), ("peut être nécessaire avant le traitement.", 2),
    ):  # fmt: skip
        assert sum(said in text for text in texts) == times, said
    assert {each.format for each in TemplateVersion.select()} == {"text"}
    assert ReminderType.get(code="antiparasitic").name_en == "Parasite prevention"
    assert Template.get(code="antiparasitic_letter").name_en == "Parasite prevention, letter"
    dogs = {each.name_fr for each in Breed.select().where(Breed.species == factories.species("CAN"))}
    assert {"Cavalier king-charles", "Jack russell-terrier", "Yorkshire-terrier"} <= dogs
    assert not {"Cavalier King Charles", "Jack Russell Terrier", "Yorkshire Terrier"} & dogs


def test_it_goes_back_and_forth(app: Flask) -> None:
    MORE.down(None, db.database)
    module, now = BETTER, everything()
    module.down(None, db.database)
    assert version().subject_fr == OLD and everything() != now
    shipped = {code: tuple(said) for code, *said in module.wordings()}
    for code, said in shipped.items():
        one = version(code)
        assert (one.subject_fr, one.subject_en, one.body_fr, one.body_en) == said
    module.up(None, db.database)
    assert version().subject_fr == NEW
    assert everything() == now


@pytest.mark.parametrize("column", ["subject_fr", "subject_en", "body_fr", "body_en"])
def test_what_was_edited_in_place_stays(before: Any, column: str) -> None:
    row = version()
    TemplateVersion.update({column: f"{getattr(row, column)} Minou."}).where(TemplateVersion.id == row.id).execute()
    kept = version()
    before.up(None, db.database)
    assert version().__data__ == kept.__data__
    assert "Il est temps de vacciner" in version("vaccination_card").body_fr


def test_what_has_a_later_version_stays(before: Any) -> None:
    row = version()
    values = {**row.__data__, "number": 2, "body_fr": "Venez."}
    del values["id"]
    TemplateVersion.create(**values)
    before.up(None, db.database)
    assert version().subject_fr == OLD


def test_what_somebody_saved_stays(before: Any) -> None:
    julie = factories.staff_member()
    TemplateVersion.update(saved_by=julie).where(TemplateVersion.id == version().id).execute()
    before.up(None, db.database)
    assert version().subject_fr == OLD


def test_what_a_mailing_was_made_with_stays(before: Any) -> None:
    mailing = factories.mailing()
    Mailing.update(template_version=version()).where(Mailing.id == mailing.id).execute()
    before.up(None, db.database)
    assert version().subject_fr == OLD
    assert "Il est temps de vacciner" in version("vaccination_card").body_fr
    before.down(None, db.database)
    assert version().subject_fr == OLD


def test_a_type_that_was_renamed_stays(before: Any) -> None:
    ReminderType.update(name_fr="Vermifuge").where(ReminderType.code == "antiparasitic").execute()
    Template.update(name_en="Fleas").where(Template.code == "antiparasitic_card").execute()
    before.up(None, db.database)
    assert ReminderType.get(code="antiparasitic").name_en == "Anti-parasite"
    assert Template.get(code="antiparasitic_card").name_en == "Fleas"
    assert Template.get(code="antiparasitic_email").name_en == "Parasite prevention, e-mail"


def test_breeds_that_a_clinic_renamed_or_added_stay(before: Any) -> None:
    dogs = Species.get(code="CAN")
    Breed.update(name_en="JRT").where(Breed.name_fr == "Jack Russell Terrier").execute()
    Breed.create(species=dogs, name_fr="Skye-terrier", name_en="Skye")
    cavalier = Breed.get(name_fr="Cavalier King Charles")
    before.up(None, db.database)
    assert Breed.get(name_en="JRT").name_fr == "Jack Russell Terrier"
    assert {each.name_en for each in Breed.select().where(Breed.name_fr.in_(["Skye Terrier", "Skye-terrier"]))} == {
        "Skye Terrier", "Skye",
    }  # fmt: skip
    assert Breed.get_by_id(cavalier.id).name_fr == "Cavalier king-charles"
    # A file that still writes it with its capitals finds it.
    assert BreedAlias.get(name="cavalier king charles").breed_id == cavalier.id


KINDS_OF = migration("0064_kinds_of_communication")


@pytest.mark.parametrize(
    ("code", "name", "purpose", "in_use", "kind"),
    [
        ("vaccination_email", "Vaccination, courriel", "care", True, "reminder"),
        ("second_contact_letter", "Deuxième contact, lettre", "care", False, "second_contact"),
        (None, "2e rappel vaccins / Second notice", "care", True, "second_contact"),
        (None, "Confirmation de votre rendez-vous", "appointment", False, "appointment_confirmation"),
        (None, "Veille du rendez-vous", "appointment", False, "appointment_reminder"),
        (None, "Demain / Tomorrow", "appointment", False, "appointment_reminder"),
        (None, "Consignes de stérilisation", "care", False, "surgery"),
        (None, "Facture en pièce jointe", "care", False, "invoice"),
        (
            None,
            "Facture en pièce jointe",
            "care",
            True,
            "reminder",
        ),  # a mailing was made with it: it goes on being offered
        (None, "État de compte", "care", False, "statement"),
        (None, "Devis", "care", False, "estimate"),
        (None, "Merci de votre visite", "care", True, "thanks"),
        (None, "Lettre de condoléances", "care", False, "condolence"),
        (None, "Bonne fête!", "care", False, "birthday"),
        (None, "Solde d’été", "promotion", False, "free"),
        (None, "Dents", "care", False, "reminder"),
    ],
)
def test_what_a_clinic_wrote_moves_over_by_its_name(
    code: str | None, name: str, purpose: str, in_use: bool, kind: str
) -> None:
    assert KINDS_OF.meant(code, name, purpose, in_use) == kind


def test_the_kinds_reach_an_installation_of_before(app: Flask) -> None:
    with before_step("0064_kinds_of_communication"):
        db.database.execute_sql(
            "INSERT INTO template (kind, name_fr, name_en, purpose, created_at) VALUES "
            "('card', 'Condoléances, carte', '', 'care', '2026-01-01'), "
            "('email', 'Anniversaire', '', 'care', '2026-01-01')"
        )
        db.database.execute_sql(
            "UPDATE reminder_type SET email_template_id = (SELECT id FROM template WHERE name_fr = 'Anniversaire') "
            "WHERE code = 'courtesy'"
        )
    kinds = {each.name_fr: each.communication for each in Template.select()}
    assert kinds["Condoléances, carte"] == "condolence" and kinds["Anniversaire"] == "reminder"
    assert kinds["Condoléances, carte (modèle)"] == "condolence"  # the name is the clinic’s
    assert kinds["Vaccination, courriel"] == "reminder" and kinds["Deuxième contact, courriel"] == "second_contact"
    defaults = {each.code for each in Template.select().where(Template.is_default)}
    assert {"second_contact_email", "second_contact_letter", "invoice_email", "reminder_script"} <= defaults
