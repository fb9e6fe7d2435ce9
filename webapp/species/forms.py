"""What is typed about species and breeds."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired, ValidationError

from webapp import paging
from webapp.fields import Form, LineField, NamedForm, choices
from webapp.models import Breed
from webapp.species.rules import SORTS, SpeciesFilter

_line = partial(LineField, longest=80, squeezed=True)


class SpeciesForm(NamedForm):
    """A species: its names in lists, and what its animals are called in a sentence."""

    name_fr = _line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = _line(lazy_gettext("Name in English"))
    noun_fr_male = _line(lazy_gettext("A male, in French"))
    noun_fr_female = _line(lazy_gettext("A female, in French"))
    noun_en = _line(lazy_gettext("In English"))

    def values(self) -> dict[str, Any]:
        """The columns; what was left empty follows from what was not."""
        male = self.noun_fr_male.data or self.noun_fr_female.data or "animal"
        return {
            **super().values(),
            "noun_fr_male": male,
            "noun_fr_female": self.noun_fr_female.data or male,
            "noun_en": self.noun_en.data or "animal",
        }


class BreedForm(NamedForm):
    """A breed: its name in both languages."""

    name_fr = _line(lazy_gettext("Name in French"), [InputRequired(lazy_gettext("Give its name in French"))])
    name_en = _line(lazy_gettext("Name in English"))


class MergeForm(Form):
    """Into which other breed of the same species."""

    into = SelectField(lazy_gettext("Breed that stays"), coerce=int, validate_choice=True)

    def __init__(self, typed: Any, breed: Breed, others: Sequence[Breed]) -> None:
        super().__init__(typed)
        self.into.choices = choices((one for one in others if one.id != breed.id), gettext("Choose a breed"))

    def validate_into(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the breed that stays"))


def wanted(species_id: int, asked: Mapping[str, str]) -> SpeciesFilter:
    """Which breeds the address asks for."""
    return SpeciesFilter(
        species=species_id,
        q=asked.get("q", "").strip()[:80],
        used={"1": True, "0": False}.get(asked.get("used", "")),
        sort=paging.sort(asked, SORTS),
    )
