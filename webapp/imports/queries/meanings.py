"""What the meanings of values are called on screen, and what becomes of one that nobody understands."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _

from webapp.imports.queries import labels
from webapp.imports.queries.values import JUDGED, KNOWN, LAYOUT, SAID, CodedColumn, Known
from webapp.imports.rules.kinds import CLIENTS, Field
from webapp.imports.rules.values import CHOICES, NOTHING, SPECIES
from webapp.languages import name_of

_YES_NO = {"yes": lazy_pgettext("value", "Yes"), "no": lazy_pgettext("value", "No")}
_LINES = {
    "header": lazy_pgettext("line", "Heading or remark"),
    "payment": lazy_pgettext("line", "Payment"),
    "tax": lazy_pgettext("line", "Tax"),
    "estimate": lazy_pgettext("line", "Estimate"),
    "void": lazy_pgettext("line", "Cancelled"),
    "deleted": lazy_pgettext("line", "Deleted"),
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "life": {
        "alive": lazy_pgettext("value", "Alive"),
        "deceased": lazy_pgettext("value", "Deceased"),
        "gone": lazy_pgettext("value", "Gone elsewhere"),
    },
    "sex": {
        "female": lazy_pgettext("value", "Female"),
        "male": lazy_pgettext("value", "Male"),
        "female spayed": lazy_pgettext("value", "Female, spayed"),
        "male neutered": lazy_pgettext("value", "Male, neutered"),
        "female intact": lazy_pgettext("value", "Female, intact"),
        "male intact": lazy_pgettext("value", "Male, intact"),
        "altered": lazy_pgettext("value", "Neutered, sex unknown"),
        "intact": lazy_pgettext("value", "Intact, sex unknown"),
    },
    "altered": {"yes": lazy_pgettext("value", "Neutered"), "no": lazy_pgettext("value", "Not neutered")},
    "yes": _YES_NO,
    "active": _YES_NO,
    "elsewhere": _YES_NO,
    "language": {"fr": lazy_pgettext("value", "French"), "en": lazy_pgettext("value", "English")},
    "status": {
        "planned": lazy_pgettext("value", "Planned"),
        "confirmed": lazy_pgettext("value", "Confirmed"),
        "arrived": lazy_pgettext("value", "Arrived"),
        "done": lazy_pgettext("value", "Done"),
        "missed": lazy_pgettext("value", "Did not come"),
        "cancelled": lazy_pgettext("value", "Cancelled"),
    },
    "reminder_status": {
        "to do": lazy_pgettext("value", "To do"),
        "done": lazy_pgettext("value", "Reached"),
        "answered": lazy_pgettext("value", "Appointment made"),
        "visited": lazy_pgettext("value", "Came"),
        "cancelled": lazy_pgettext("value", "Cancelled"),
    },
    "item_kind": {"product": lazy_pgettext("value", "Product"), "service": lazy_pgettext("value", "Service"), **_LINES},
    "line_type": _LINES,
}
SAYS_NOTHING = _("Says nothing")
SOURCES = {
    KNOWN: _("Understood by the word"),
    JUDGED: _("Understood from the whole column"),
    LAYOUT: _("Known of this software"),
    SAID: _("As somebody said"),
}
# Fields of which what nobody understands holds the row, whatever their flag says.
_HOLD = ("active", "inactive", "deleted", "no_reminders", "stop_reminders", "no_reminders_until")


def label(kind: str, field: Field) -> Any:
    """What a column is about; a status says more than whether the animal is dead."""
    return labels.field(kind, "state" if field.reads == "life" else field.name)


def choices(field: Field, known: Known) -> list[tuple[str, Any]]:
    """What a value of the field may be said to mean: (code, words); a species by its id."""
    if field.reads == SPECIES:
        return [(str(row.id), name_of(row)) for row in known.species]
    return [(code, WORDS[field.reads][code]) for code in CHOICES[field.reads]]


def meaning(column: CodedColumn, code: str, known: Known) -> Any:
    """A meaning in words; a species that is to be made is called by its own name."""
    if code == NOTHING:
        return SAYS_NOTHING
    return dict(choices(column.field, known)).get(code) or gettext("New species “%(name)s”", name=code)


def otherwise(kind: str, field: Field) -> str:
    """What becomes of a value that nobody understands nor says."""
    if field.reads == SPECIES:
        return str(gettext("I do not know: the species is left open"))
    if field.reads == "status":
        return str(gettext("I do not know: answers no reminder"))
    if field.holding or field.name in _HOLD or (kind == CLIENTS and field.name == "deceased"):
        return str(gettext("I do not know: held until settled"))
    return str(gettext("I do not know: not taken over"))
