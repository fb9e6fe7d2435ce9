"""The page on which letters are prepared: who would get one, and one of them as it will be."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flask_babel import gettext

from webapp import filters, text
from webapp.composition.queries import outline as outlines
from webapp.composition.queries.households import addressees
from webapp.composition.queries.naming import named_since
from webapp.composition.queries.writing import Hole
from webapp.composition.rules.grouping import LEFT_OUT
from webapp.composition.rules.sums import Sums
from webapp.letters.queries import drawing, titles
from webapp.letters.queries.composing import Outlook
from webapp.letters.queries.drawing import Written, address_of
from webapp.letters.queries.runs import recipients, to_lay_out
from webapp.letters.queries.setting import Press
from webapp.letters.rules.order import Choice, numbered
from webapp.letters.rules.wording import blocks_of
from webapp.mailings.queries import labels
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.frame import Frame
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
    frame: Frame

    @property
    def name(self) -> str:
        """The first line of the address."""
        return self.written.lines[0] if self.written.lines else ""


@dataclass(frozen=True)
class Choosing:
    """What the page of a batch's letters shows."""

    plan: Outlook
    version: TemplateVersion | None
    lying: Counter[str]  # letters that lie there already and would be in the PDF, by language
    new: Counter[str]  # the others

    @property
    def total(self) -> int:
        """How many letters the PDF would hold."""
        return self.lying.total() + self.new.total()

    @property
    def planned(self) -> int:
        """How many of them are planned already."""
        return self.lying.total()

    @property
    def languages(self) -> Counter[str]:
        """How many in each language."""
        return self.lying + self.new

    @property
    def cards(self) -> bool:
        """Whether three are printed on a sheet."""
        return bool(self.version and self.version.template.kind == "card")

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Why reminders are left out, in words, and how many each."""
        found = self.plan.composition.left_out
        return [(why(reason), found[reason]) for reason in LEFT_OUT if reason in found]

    @property
    def first_holes(self) -> list[Hole]:
        """The first of those whose wording has a tag without a value."""
        return self.plan.outline.first_holes(_NAMED) if self.plan.outline.hollow else []


_NAMED = 5


def choosing(plan: Outlook, version: TemplateVersion | None, *, mailing_id: int | None, choice: Choice) -> Choosing:
    """What would be printed by this choice, those letters among it that `mailing_id` holds and that are not posted."""
    lying: Counter[str] = Counter()
    if mailing_id:
        lying.update(
            letter.language for _number, letter in numbered(to_lay_out([mailing_id]), choice)
        )  # fmt: skip
    letters = _chosen(plan, choice)
    new = Counter(letters.languages)
    known = recipients(mailing_id) if mailing_id else set()
    if known:
        recipient = outlines.recipients(plan.outline.of)
        new.subtract(group.language for group in letters.shared if group.recipient in known)
        for alike, whose in letters.alone.items():
            new[alike.language] -= sum(recipient(each) in known for each in whose)
    return Choosing(plan, version, lying, +new)


def _chosen(plan: Outlook, choice: Choice) -> Sums:
    """The letters in this language, from this name on."""
    since = text.sort_key(choice.from_name)
    known = plan.letters.languages
    languages = {choice.language} & set(known) if choice.language else known
    return plan.letters.only(languages, named_since(since) if since else None)


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


def sample(plan: Outlook, *, choice: Choice, place: int, today: date) -> Sample | None:
    """The letter at `place` (from 1; past the end, the last) of those chosen; None: there is none."""
    letters = _chosen(plan, choice)
    total = letters.messages
    if not total:
        return None
    place = min(max(place, 1), total)
    french, since = letters.only(set(letters.languages) - {"en"}), text.sort_key(choice.from_name)
    first, at = (french, place) if place <= french.messages else (letters.only({"en"}), place - french.messages)
    group = outlines.at_name(plan.outline.of, first, at, since=since)
    writer = plan.writers[group.wording]
    said = writer.letter(writer.said(group.rows, today=today))
    homes = addressees(group.client_ids)
    lines = address_of([homes[client_id] for client_id in group.client_ids], group.language)
    day = grammar.day_of_letter(today, group.language)
    names = tuple(dict.fromkeys(each.row.animal_name for each in group.candidates if each.row.animal_name))
    written = Written(place, group.language, lines, said.subject, said.html, names)
    frame = writer.renderer.frame
    day = f"{frame.town}, {day}" if frame.town else day
    return Sample(place, total, written, day, tuple(blocks_of(said.html)), frame)


def sample_document(found: Sample, *, paper: str, cards: bool, uploads: Path, today: date, lot: str) -> Document:
    """The sample as it will be printed. `paper` is one of PAPERS, `uploads` the folder of the clinic's pictures."""
    press = Press(paper=drawing.paper(paper), cards=cards, uploads=uploads, today=today, title=titles.of_sample(lot))
    press.frames[found.frame.language] = found.frame
    return press.document([replace(found.written, lot=lot)])
