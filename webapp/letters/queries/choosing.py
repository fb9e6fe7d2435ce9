"""The page on which letters are prepared: who would get one, and one of them as it will be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flask_babel import gettext

from webapp import filters
from webapp.composition.queries.households import addressees
from webapp.letters.queries import drawing, titles
from webapp.letters.queries.composing import Plan
from webapp.letters.queries.drawing import Written, address_of
from webapp.letters.queries.runs import recipients, to_lay_out
from webapp.letters.queries.setting import Press
from webapp.letters.rules.order import Choice, Laid, numbered
from webapp.letters.rules.wording import blocks_of
from webapp.mailings.queries import labels
from webapp.message_templates.rules import grammar
from webapp.models import TemplateVersion
from webapp.outbox.queries.reasons import words
from webapp.printing import Document


@dataclass(frozen=True)
class Sample:
    """One letter, before anything is written down."""

    place: int
    total: int
    written: Written
    day: str
    blocks: tuple[str, ...]

    @property
    def name(self) -> str:
        """The first line of the address."""
        return self.written.lines[0] if self.written.lines else ""


@dataclass(frozen=True)
class Choosing:
    """What the page of a batch's letters shows."""

    plan: Plan
    version: TemplateVersion | None
    pile: Sequence[Laid]  # what the PDF would hold: letters that lie there already, and new ones

    @property
    def total(self) -> int:
        """How many letters the PDF would hold."""
        return len(self.pile)

    @property
    def planned(self) -> int:
        """How many of them are planned already."""
        return sum(bool(letter.message_id) for letter in self.pile)

    @property
    def languages(self) -> Counter[str]:
        """How many in each language."""
        return Counter(letter.language for letter in self.pile)

    @property
    def cards(self) -> bool:
        """Whether three are printed on a sheet."""
        return bool(self.version and self.version.template.kind == "card")

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Why reminders are left out, in words, and how many each."""
        return [(why(reason), len(each)) for reason, each in self.plan.composition.left_out.items()]


def choosing(plan: Plan, version: TemplateVersion | None, *, mailing_id: int | None, choice: Choice) -> Choosing:
    """What would be printed by this choice, those letters among it that `mailing_id` holds and that are not posted."""
    pile = to_lay_out([mailing_id]) if mailing_id else []
    known = recipients(mailing_id) if mailing_id else set()
    pile += [
        Laid(0, group.language, group.candidates[0].sort_name) for group in plan.groups if group.recipient not in known
    ]
    return Choosing(plan, version, [letter for _number, letter in numbered(pile, choice)])


def unworded(language: str, count: int) -> str:
    """Who gets no letter because nothing is written in their language."""
    words = gettext("in English") if language == "en" else gettext("in French")
    return filters.counting(
        "The template has no text %(language)s, and %(shown)s client reads it: no letter for them.",
        "The template has no text %(language)s, and %(shown)s clients read it: no letter for them.",
        count, language=words,
    )  # fmt: skip


def why(reason: str) -> str:
    """A code of the mailings or of the outbox in words."""
    if reason == "prefers_other":
        return str(gettext("The client is reached by another channel first"))
    return str(labels.LEFT_OUT.get(reason) or words(reason))


def sample(plan: Plan, *, choice: Choice, place: int, today: date, town: str) -> Sample | None:
    """The letter at `place` (from 1; past the end, the last) of those chosen, dated in `town`; None: there is none."""
    letters = plan.letters
    laid = (Laid(at, group.language, group.candidates[0].sort_name) for at, (group, _tags) in enumerate(letters))
    pile = [letters[letter.message_id] for _number, letter in numbered(laid, choice)]
    if not pile:
        return None
    place = min(max(place, 1), len(pile))
    group, tags = pile[place - 1]
    said = plan.text(group, tags)
    homes = addressees(group.client_ids)
    lines = address_of([homes[client_id] for client_id in group.client_ids], group.language)
    day = grammar.day_of_letter(today, group.language)
    names = tuple(dict.fromkeys(each.row.animal_name for each in group.candidates if each.row.animal_name))
    written = Written(place, group.language, lines, said.subject, said.html, names)
    return Sample(place, len(pile), written, f"{town}, {day}" if town else day, tuple(blocks_of(said.html)))


def sample_document(found: Sample, *, paper: str, cards: bool, uploads: Path, today: date, lot: str) -> Document:
    """The sample as it will be printed. `paper` is one of PAPERS, `uploads` the folder of the clinic's pictures."""
    press = Press(paper=drawing.paper(paper), cards=cards, uploads=uploads, today=today, title=titles.of_sample(lot))
    return press.document([replace(found.written, lot=lot)])
