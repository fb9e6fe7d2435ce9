"""Who gets a letter, what it says, and who is left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from webapp import here
from webapp.composition.queries import writing
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.writing import Filled, Hole, Said
from webapp.composition.rules.grouping import BY_CLIENT, Composition, Group
from webapp.message_templates.rules.rendering import Rendered
from webapp.models import TemplateVersion
from webapp.models.message_templates import CARD, LETTER

POST = "post"
PAPER_KINDS = (LETTER, CARD)


@dataclass(frozen=True)
class Plan:
    """The letters as they would be: to whom, and who is left out."""

    composition: Composition
    filled: Filled

    @property
    def letters(self) -> list[tuple[Group, Said]]:
        """Those that can be written, with what the tags say."""
        able = self.filled.writers
        return [each for each in zip(self.filled.groups, self.filled.said, strict=True) if each[0].language in able]

    @property
    def groups(self) -> list[Group]:
        """Those that can be written."""
        return [group for group, _said in self.letters]

    @property
    def holes(self) -> list[Hole]:
        """Those whose wording has a tag without a value."""
        return list(self.filled.holes)

    @property
    def unworded(self) -> dict[str, int]:
        """How many read a language in which nothing is written, by language."""
        return Counter(group.language for group in self.filled.groups if group.language not in self.filled.writers)

    def text(self, group: Group, said: Said) -> Rendered:
        """The letter of one message. Raises merge.MissingValue."""
        return self.filled.writers[group.language].letter(said)


def plan(
    scope: Scope,
    *,
    version: TemplateVersion | None,
    now: datetime,
    grouping: str = BY_CLIENT,
    only_first: bool = False,
    recently_too: bool = False,
) -> Plan:
    """The letters as they would be if they were planned now.

    With `only_first`, only for clients whom no channel before the post reaches, in the clinic's order.
    """
    composition = composed(
        scope, channel=POST, version=version, now=now, grouping=grouping, only_first=only_first,
        recently_too=recently_too,
    )  # fmt: skip
    today = here.day(now)
    return Plan(composition, writing.fill(composition, version, today=today))
