"""What the editor of a text message shows beside the words: their count for each reader, and for a whole batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp.clinic import queries as clinic
from webapp.hooks import Hook
from webapp.message_templates.queries.framing import frame
from webapp.message_templates.queries.trying import examples_for
from webapp.message_templates.rules import checks, texting
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.texting import Counted, Reader, Text
from webapp.models import Template, TemplateVersion


@dataclass(frozen=True)
class Lot:
    """A batch whose text messages can be counted."""

    number: str
    description: str
    own: bool = False  # whether its type is written with the template that is asked about


Lots = Callable[[int | None], Sequence[Lot]]
Readers = Callable[[str, TemplateVersion | None, datetime], Sequence[Reader]]
# Rooms above know batches: those with somebody left to be written to, the newest first, of which the template named by
# its id is one's own; and who of one would get a text message, in this wording.
lots: Hook[Lots] = Hook("message_templates.queries.texting.lots")
readers: Hook[Readers] = Hook("message_templates.queries.texting.readers")


@dataclass(frozen=True)
class Spread:
    """One batch as it stands, and as it would be without the rare letters of the wording."""

    lot: Lot
    now: Counted
    then: Counted | None  # None where the wording has no such letter
    price: int | None

    @property
    def saved(self) -> int:
        """How many parts the rare letters add."""
        return self.now.parts - self.then.parts if self.then else 0

    @property
    def lines(self) -> list[int]:
        """The numbers of parts that any message takes, either way; `most` stands for so many or more."""
        return sorted({*self.now.by_parts, *(self.then.by_parts if self.then else ())})

    most = texting.MOST_BARS


@dataclass(frozen=True)
class Texting:
    """What the page says: of the wording, of its examples, and of a batch where one is counted."""

    lots: Sequence[Lot]
    spread: Spread | None
    rare: tuple[str, ...]  # letters of the wording
    cases: list[tuple[str, Text]]
    usual: Mapping[str, Text | None]  # by language
    price: int | None


def lots_for(template: Template | None) -> list[Lot]:
    """The batches that can be counted, those first that this template is written for."""
    found = [lot for each in lots for lot in each(template.id if template else None)]
    return sorted(found, key=lambda lot: not lot.own)


def texting_of(
    draft: Draft, template: Template | None, version: TemplateVersion | None, *, number: str | None, now: datetime,
    today: date,
) -> Texting:  # fmt: skip
    """The wording counted for the examples, and for the readers of the batch `number`: "" = of the first that there is,
    None = of none."""
    some = lots_for(template)
    lot = next((each for each in some if number in ("", each.number)), None) if number is not None else None
    frames = {code: frame(code) for code in checks.LANGUAGES}
    letters = texting.rare(draft, frames)
    tried = texting.count(draft, _examples(template, today), frames, today)
    spread = None
    if lot:
        whom = [reader for each in readers for reader in each(lot.number, version, now)]
        then = texting.count(texting.without(draft, letters), whom, frames, today) if letters else None
        spread = Spread(lot, texting.count(draft, whom, frames, today), then, clinic.clinic().sms_price)
    of_all = spread.now if spread and spread.now.texts else tried
    usual = {code: of_all.usual(code) or tried.usual(code) for code in checks.LANGUAGES}
    return Texting(some, spread, letters, of_all.cases(), usual, clinic.clinic().sms_price)


def _examples(template: Template | None, today: date) -> list[Reader]:
    return [Reader(each.language, each.recipient) for each in examples_for(template, today)]
