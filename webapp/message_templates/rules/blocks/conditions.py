"""For whom a block stands in a message. A choice in a form, never an expression that is evaluated."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.message_templates.rules.recipients import FEMALE, MALE, Case

ALWAYS = ""  # the key of no condition
_PREFIX = "only:"  # of a key: no tag begins so, since none has a colon
SEXES = (MALE, FEMALE)
ONE, SEVERAL = "one", "several"
COUNTS = (ONE, SEVERAL)
WITH, WITHOUT = "with", "without"
APPOINTMENTS = (WITH, WITHOUT)


@dataclass(frozen=True, slots=True)
class Only:
    """All that is chosen must hold; nothing chosen holds for everybody.

    A message about several animals is for a species when one of them is of it, and for a sex when all are.
    """

    species: tuple[str, ...] = ()  # codes
    sex: str = ""  # one of SEXES
    animals: str = ""  # one of COUNTS
    appointment: str = ""  # one of APPOINTMENTS

    def __bool__(self) -> bool:
        return bool(self.species or self.sex or self.animals or self.appointment)

    @property
    def key(self) -> str:
        """What it is called among the values of a recipient; the same for the same condition."""
        return _PREFIX + json.dumps(self.kept(), sort_keys=True) if self else ALWAYS

    def kept(self) -> dict[str, Any]:
        """What stands in the database: only what is chosen."""
        found = {"species": sorted(self.species), "sex": self.sex, "animals": self.animals}
        return {name: value for name, value in {**found, "appointment": self.appointment}.items() if value}

    def holds(self, case: Case) -> bool:
        """Whether the block stands in this recipient's message."""
        patients = case.patients
        return not (
            (self.species and not any(each.species in self.species for each in patients))
            or (self.sex and (not patients or any(each.sex != self.sex for each in patients)))
            or (self.animals == ONE and len(patients) > 1)
            or (self.animals == SEVERAL and len(patients) < 2)
            or (self.appointment and (case.to.appointment is not None) != (self.appointment == WITH))
        )


def read(kept: Mapping[str, Any]) -> Only:
    """What was kept or typed; whatever is none of the choices is nothing chosen."""
    species = kept.get("species")
    return Only(
        tuple(sorted({str(each)[:20] for each in species if each})[:30]) if isinstance(species, list) else (),
        _one_of(kept.get("sex"), SEXES),
        _one_of(kept.get("animals"), COUNTS),
        _one_of(kept.get("appointment"), APPOINTMENTS),
    )


def _one_of(value: object, choices: Collection[str]) -> str:
    return str(value) if value in choices else ""


def is_key(name: str) -> bool:
    """Whether it names a condition among the tags."""
    return name.startswith(_PREFIX)


def told(key: str, case: Case) -> str:
    """The value of a key for a recipient: "1" where the condition holds, else empty; never missing."""
    return "1" if read(json.loads(key.removeprefix(_PREFIX))).holds(case) else ""


def on_appointment(key: str) -> bool:
    """Whether it asks for an appointment."""
    return bool(read(json.loads(key.removeprefix(_PREFIX))).appointment)
