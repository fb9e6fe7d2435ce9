"""What is typed about species and breeds."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Form, SelectField
from wtforms.validators import InputRequired, ValidationError

from webapp.fields import LineField, choice
from webapp.languages import pick
from webapp.models import Breed, Species
from webapp.species.rules import SORTS, SpeciesFilter

_line = partial(LineField, longest=80, squeezed=True)


class SpeciesForm(Form):
    """A species: its names in lists, and what its animals are called in a sentence."""

    name_fr = _line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = _line(lazy_gettext("Name in English"))
    noun_fr_male = _line(lazy_gettext("A male, in French"))
    noun_fr_female = _line(lazy_gettext("A female, in French"))
    noun_en = _line(lazy_gettext("In English"))

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

    name_fr = _line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = _line(lazy_gettext("Name in English"))

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
            choice(0, gettext("Choose a breed")),
            *(choice(one.id, pick(one.name_fr, one.name_en)) for one in others if one.id != breed.id),
        ]

    def validate_into(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the breed that stays"))


def wanted(species_id: int, asked: Mapping[str, str]) -> SpeciesFilter:
    """Which breeds the address asks for."""
    sort = asked.get("sort", "name")
    return SpeciesFilter(
        species=species_id,
        q=asked.get("q", "").strip()[:80],
        used={"1": True, "0": False}.get(asked.get("used", "")),
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )
