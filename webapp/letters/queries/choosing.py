"""The page on which letters are prepared: who would get one, and one of them as it will be."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flask_babel import gettext

from webapp.composition.queries.households import addressees
from webapp.letters.queries import drawing, titles
from webapp.letters.queries.composing import Plan
from webapp.letters.queries.drawing import Written, address_of
from webapp.letters.queries.setting import Press
from webapp.letters.rules.wording import blocks_of
from webapp.mailings.queries import labels
from webapp.message_templates.rules import grammar
from webapp.models import Mailing, TemplateVersion
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
    waiting: Mailing | None  # letters that lie there already, of this wording
    planned: int  # how many of them

    @property
    def total(self) -> int:
        """How many letters the PDF would hold."""
        return len(self.plan.groups) + self.planned

    @property
    def cards(self) -> bool:
        """Whether three are printed on a sheet."""
        return bool(self.version and self.version.template.kind == "card")

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Why reminders are left out, in words, and how many each."""
        return [(why(reason), len(each)) for reason, each in self.plan.composition.left_out.items()]


def why(reason: str) -> str:
    """A code of the mailings or of the outbox in words."""
    if reason == "prefers_other":
        return str(gettext("The client is reached by another channel first"))
    return str(labels.LEFT_OUT.get(reason) or words(reason))


def sample(plan: Plan, *, place: int, today: date, town: str) -> Sample | None:
    """The letter at `place` (from 1; past the end, the last), dated in `town`; None where there is none."""
    letters = plan.letters
    if not letters:
        return None
    place = min(max(place, 1), len(letters))
    pile = sorted(letters, key=lambda each: (each[0].language == "en", each[0].candidates[0].sort_name))
    group, tags = pile[place - 1]
    said = plan.text(group, tags)
    homes = addressees(group.client_ids)
    lines = address_of([homes[client_id] for client_id in group.client_ids], group.language)
    day = grammar.day_of_letter(today, group.language)
    names = tuple(dict.fromkeys(each.row.animal_name for each in group.candidates if each.row.animal_name))
    written = Written(place, group.language, lines, said.subject, said.html, names)
    return Sample(place, len(letters), written, f"{town}, {day}" if town else day, tuple(blocks_of(said.html)))


def sample_document(found: Sample, *, paper: str, cards: bool, uploads: Path, today: date, lot: str) -> Document:
    """The sample as it will be printed. `paper` is one of PAPERS, `uploads` the folder of the clinic's pictures."""
    press = Press(paper=drawing.paper(paper), cards=cards, uploads=uploads, today=today, title=titles.of_sample(lot))
    return press.document([replace(found.written, lot=lot)])
