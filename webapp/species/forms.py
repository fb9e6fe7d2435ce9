"""What is typed about species and breeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.languages import pick
from webapp.models import Breed, Species
from webapp.species.rules import SORTS, Wanted

TOO_LONG = lazy_gettext("This is too long: 80 characters at most")


class Line(StringField):
    """A short line of text, without spaces around it or doubled inside."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **more: Any) -> None:
        clean = [lambda value: " ".join((value or "").split())]
        super().__init__(label, [*validators, Length(max=80, message=TOO_LONG)], filters=clean, **more)


class SpeciesForm(Form):
    """A species: its names in lists, and what its animals are called in a sentence."""

    name_fr = Line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = Line(lazy_gettext("Name in English"))
    noun_fr_male = Line(lazy_gettext("A male, in French"))
    noun_fr_female = Line(lazy_gettext("A female, in French"))
    noun_en = Line(lazy_gettext("In English"))

    def __init__(self, typed: Any, species: Species | None = None) -> None:
        super().__init__(typed, obj=species)

    def values(self) -> dict[str, str]:
        """The columns; what was left empty follows from what was not."""
        male = self.noun_fr_male.data or self.noun_fr_female.data or "animal"
        return {
            "name_fr": self.name_fr.data or "",
            "name_en": self.name_en.data or self.name_fr.data or "",
            "noun_fr_male": male,
            "noun_fr_female": self.noun_fr_female.data or male,
            "noun_en": self.noun_en.data or "animal",
        }


class BreedForm(Form):
    """A breed: its name in both languages."""

    name_fr = Line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = Line(lazy_gettext("Name in English"))

    def __init__(self, typed: Any, breed: Breed | None = None) -> None:
        super().__init__(typed, obj=breed)

    def values(self) -> dict[str, str]:
        """The columns; a name that is missing in English is the French one."""
        return {"name_fr": self.name_fr.data or "", "name_en": self.name_en.data or self.name_fr.data or ""}


class MergeForm(Form):
    """Into which other breed of the same species."""

    into = SelectField(lazy_gettext("Breed that stays"), coerce=int, validate_choice=True)

    def __init__(self, typed: Any, breed: Breed, others: Sequence[Breed]) -> None:
        super().__init__(typed)
        self.into.choices = [
            SelectChoice(0, gettext("Choose a breed")),
            *(SelectChoice(one.id, pick(one.name_fr, one.name_en)) for one in others if one.id != breed.id),
        ]

    def validate_into(self, field: SelectField) -> None:
        """One must be chosen."""
        if not field.data:
            raise ValidationError(gettext("Choose the breed that stays"))


def wanted(species_id: int, asked: Mapping[str, str]) -> Wanted:
    """Which breeds the address asks for."""
    sort = asked.get("sort", "name")
    return Wanted(
        species=species_id,
        q=asked.get("q", "").strip()[:80],
        used={"1": True, "0": False}.get(asked.get("used", "")),
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )
