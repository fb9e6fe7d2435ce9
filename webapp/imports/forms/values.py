"""What the values of a file are said to mean."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from webapp.imports.queries import meanings, pages, values
from webapp.imports.rules.values import SPECIES

AS_UNDERSTOOD, SAYS_NOTHING, NEW = "", "-", "+"  # what may be chosen of a value beside the meanings of its column


@dataclass
class ValueField:
    """A value, and what a person says it means: one of the choices of its column, or of those above."""

    id: str
    value: values.Value
    chosen: str
    error: str = ""


@dataclass
class ValuesOfColumn:
    """A column of codes with what may be said of each of its values."""

    column: values.CodedColumn
    label: Any
    choices: Sequence[tuple[str, Any]]
    otherwise: str
    fields: Sequence[ValueField]
    species: bool

    @property
    def asked(self) -> bool:
        return bool(self.column.asked) or any(field.error for field in self.fields)


class ValuesForm:
    """What the values of a file's coded columns mean."""

    def __init__(self, file: pages.FileView) -> None:
        kind = file.row.kind
        self.errors: list[str] = []
        self.sources = meanings.SOURCES
        self.known = file.known
        self.columns: list[ValuesOfColumn] = []
        for place, column in enumerate(file.coded):
            choices = meanings.choices(column.field, file.known)
            codes = {code for code, _ in choices}
            fields = [
                ValueField(f"value-{place}-{n}", value, _chosen(value, codes)) for n, value in enumerate(column.values)
            ]
            label, otherwise = meanings.label(kind, column.field), meanings.otherwise(kind, column.field)
            species = column.field.reads == SPECIES
            self.columns.append(ValuesOfColumn(column, label, choices, otherwise, fields, species))

    def meaning(self, column: values.CodedColumn, code: str) -> Any:
        return meanings.meaning(column, code, self.known)

    def read(self, sent: MultiDict[str, str]) -> None:
        """As it was sent; what was not sent stays."""
        for column in self.columns:
            allowed = {AS_UNDERSTOOD, SAYS_NOTHING, *([NEW] if column.species else []), *dict(column.choices)}
            for field in column.fields:
                said = list(dict.fromkeys(sent.getlist(field.value.name)))
                field.chosen = said[0] if said else field.chosen
                if len(said) > 1:
                    field.error = gettext("“%(value)s” can have but one meaning.", value=field.value.spellings[0])
                elif field.chosen not in allowed:
                    field.error = gettext("Choose one of these meanings.")

    @property
    def wrong(self) -> list[ValueField]:
        return [field for column in self.columns for field in column.fields if field.error]

    @property
    def said(self) -> dict[str, dict[str, str | None]]:
        """Header → value → what it means, as a file could say it; None where nothing is said of it."""
        codes = {str(row.id): row.code for row in self.known.species} if any(c.species for c in self.columns) else {}
        return {
            column.column.header: {field.value.spellings[0]: _said(field, codes) for field in column.fields}
            for column in self.columns
        }


def _chosen(value: values.Value, codes: Collection[str]) -> str:
    if value.source != values.SAID or value.meaning is None:
        return AS_UNDERSTOOD
    return value.meaning if value.meaning in codes else NEW if value.meaning else SAYS_NOTHING


def _said(field: ValueField, species: Mapping[str, str]) -> str | None:
    if field.chosen == NEW:
        return field.value.spellings[0]
    words = {AS_UNDERSTOOD: None, SAYS_NOTHING: ""}
    return words[field.chosen] if field.chosen in words else species.get(field.chosen, field.chosen)
