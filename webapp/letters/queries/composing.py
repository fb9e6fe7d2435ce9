"""Who gets a letter, what it says, and who is left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from webapp import here
from webapp.composition.queries import outline as outlines
from webapp.composition.queries import sums, writing
from webapp.composition.queries.acts import Acts
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.outline import Outline
from webapp.composition.queries.writing import Filled, Hole, Said, Wording, Writer
from webapp.composition.rules.grouping import BY_CLIENT, Composition, Group
from webapp.composition.rules.sums import Sums
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
    acts: Acts | None = None

    @property
    def letters(self) -> list[tuple[Group, Said]]:
        """Those that can be written, with what the tags say."""
        able = self.filled.writers
        return [each for each in zip(self.filled.groups, self.filled.said, strict=True) if each[0].wording in able]

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
        return Counter(group.language for group in self.filled.groups if group.wording not in self.filled.writers)

    def text(self, group: Group, said: Said) -> Rendered:
        """The letter of one message. Raises merge.MissingValue."""
        return self.filled.writers[group.wording].letter(said)


def plan(
    scope: Scope,
    *,
    version: TemplateVersion | None,
    now: datetime,
    grouping: str = BY_CLIENT,
    only_first: bool = False,
    recently_too: bool = False,
    acts: Acts | None = None,
) -> Plan:
    """The letters as they would be if they were planned now.

    With `only_first`, only for clients whom no channel before the post reaches, in the clinic's order.
    """
    composition = composed(
        scope, channel=POST, version=version, now=now, grouping=grouping, only_first=only_first,
        recently_too=recently_too, acts=acts,
    )  # fmt: skip
    return Plan(composition, writing.fill(composition, version, acts=acts, today=here.day(now)), acts)


@dataclass(frozen=True)
class Outlook:
    """The same in sums: what the page shows before anything is written down."""

    outline: Outline
    writers: dict[Wording, Writer]

    @property
    def composition(self) -> Sums:
        """Everybody, also those who get no letter."""
        return self.outline.whole

    @property
    def letters(self) -> Sums:
        """Those that can be written."""
        return self.outline.filled.written_in(self.writers)

    @property
    def texts(self) -> Counter[int]:
        """How many new letters in each text (of a Group)."""
        found: Counter[int] = Counter()
        for (text, _language), count in self.letters.wordings.items():
            found[text] += count
        return found

    @property
    def unworded(self) -> dict[str, int]:
        """How many read a language in which nothing is written, by language."""
        found: Counter[str] = Counter()
        for wording, count in self.outline.filled.wordings.items():
            if wording not in self.writers:
                found[wording[1]] += count
        return found


def outlook(
    scope: Scope, *, version: TemplateVersion | None, now: datetime, grouping: str = BY_CLIENT,
    only_first: bool = False, acts: Acts | None = None,
) -> Outlook:  # fmt: skip
    """What plan would be of the same `scope`, `version`, `grouping` and `acts`, `now`, with `only_first` as there."""
    of = sums.asked(
        scope, channel=POST, version=version, now=now, grouping=grouping, only_first=only_first,
        titled=outlines.titled(version, acts), acts=acts,
    )  # fmt: skip
    found = sums.sums(of)
    return Outlook(
        outlines.outline(of, found, version, today=here.day(now)), writing.able(version, acts, found.wordings)
    )  # fmt: skip
