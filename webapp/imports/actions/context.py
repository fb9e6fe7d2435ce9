"""What all files of a run share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property

from webapp import db
from webapp.imports.actions.lookups import Lookups
from webapp.imports.actions.references import References
from webapp.imports.actions.staging import Staging
from webapp.imports.rules.cells import Customs
from webapp.models import Clinic


@dataclass
class Context:
    """One run: when and where it happens, and what its files left for those that follow."""

    now: datetime
    zone: tzinfo
    clinic: Clinic
    dry_run: bool
    staging: Staging
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # header → value → meaning, as it was said
    watched: bool = False  # the files come from the folder that is looked at by itself
    # Code → kinds of the items as they stood before a list of products and services was read; None before any is.
    items_before: Mapping[str, Sequence[str]] | None = None
    references: References = field(init=False)
    lookups: Lookups = field(init=False)

    def __post_init__(self) -> None:
        self.references = References(self.staging, self.clinic.country or "CA")
        self.lookups = Lookups()

    @cached_property
    def now_text(self) -> str:
        """`now` as the database holds it."""
        return db.instant_text(self.now)

    @cached_property
    def customs(self) -> Customs:
        """How files of this clinic are written where they do not tell."""
        return Customs(
            this_year=self.now.astimezone(self.zone).year,
            zone=self.zone,
            instant_text=db.instant_text,
            today=self.now.astimezone(self.zone).date().isoformat(),
            region=self.clinic.country or "CA",
        )
