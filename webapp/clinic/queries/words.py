"""Sentences for what can be wrong with a database file, and the form of a fault."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from webapp.clinic.queries.files import Damage


@dataclass(frozen=True)
class Fault:
    """`code` is stable; `fault` and `mend` are sentences in the language asked for."""

    code: str
    fault: str
    mend: str


Found = Iterator[Fault]


def why_unfit(damage: Damage) -> str:
    """In the language of whoever reads it."""
    return str(
        {
            Damage.MISSING: gettext("The file is not there."),
            Damage.UNREADABLE: gettext("The file cannot be read: its permissions do not allow it."),
            Damage.FOREIGN: gettext("This is not a database of Relance."),
            Damage.TORN: gettext("The file is damaged or incomplete."),
            Damage.NEWER: gettext("A later version of Relance wrote this file. Install that version first."),
        }[damage]
    )
