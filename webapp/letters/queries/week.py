"""The letters of all batches that are not printed yet: those that are planned, and those that nobody has prepared.

Counted by what prepares and prints them, in a number of statements that does not grow with the batches.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp import db, here
from webapp.clinic import queries as clinic_queries
from webapp.composition.queries import sums, wording, writing
from webapp.composition.queries.candidates import Policy, Scope
from webapp.composition.queries.composing import purpose_of, uses_preferences
from webapp.composition.queries.sums import Asked
from webapp.composition.rules.grouping import BY_CLIENT, Candidate, Composition, compose
from webapp.letters.queries import lying
from webapp.letters.queries.composing import POST
from webapp.models import Batch, Mailing, Message, PrintRun, ReminderType, Template, TemplateVersion
from webapp.models.message_templates import CARD
from webapp.models.outbox import PLANNED, UNDER_WAY

RECENT = timedelta(days=60)  # batches made before then had their letters, or were not to have any


@dataclass
class Lot:
    """The letters of one batch that are not printed."""

    batch: Batch
    version: TemplateVersion | None  # what new ones would be written with
    new: int = 0
    unworded: dict[str, int] = field(default_factory=dict)  # who reads a language without a text, by language
    planned: dict[int, int] = field(default_factory=dict)  # mailing → letters that lie there planned
    held: int = 0  # letters that lie there too, and wait for somebody to say something

    @property
    def total(self) -> int:
        """How many would be printed."""
        return self.new + sum(self.planned.values())


@dataclass(frozen=True)
class Week:
    """What there is to print, letters and cards apart: they are not on the same paper."""

    letters: list[Lot]
    cards: list[Lot]
    lying: Sequence[PrintRun]  # printed and not posted; `to_post` says how many of each

    def of(self, *, cards: bool) -> list[Lot]:
        return self.cards if cards else self.letters

    def total(self, *, cards: bool) -> int:
        """How many would be printed of this kind."""
        return sum(lot.total for lot in self.of(cards=cards))


def week(*, now: datetime) -> Week:
    """Of the batches made lately, and whatever else is planned."""
    lots: dict[tuple[int, bool], Lot] = {}
    for lot in _fresh(now):
        if lot.version:
            lots[lot.batch.id, lot.version.template.kind == CARD] = lot
    planned = _planned()
    others = {batch_id for _id, batch_id, *_rest in planned} - {batch_id for batch_id, _cards in lots}
    batches = {lot.batch.id: lot.batch for lot in lots.values()}
    if others:
        older = Batch.select(Batch, ReminderType).join(ReminderType).where(Batch.id << others)
        batches |= {batch.id: batch for batch in older}
    for mailing_id, batch_id, kind, count, held in planned:
        lot = lots.setdefault((batch_id, kind == CARD), Lot(batches[batch_id], None))
        lot.held += held
        if count > held:
            lot.planned[mailing_id] = count - held
    kept = sorted(
        ((key, lot) for key, lot in lots.items() if lot.total or lot.unworded or lot.held), key=lambda each: each[0]
    )
    letters, cards = ([lot for (_id, is_card), lot in kept if is_card == wanted] for wanted in (False, True))
    return Week(letters, cards, _lying())


def _planned() -> list[tuple[int, int, str, int, int]]:
    """Mailings with letters that lie there planned: mailing, batch, kind of template, how many, of them on hold."""
    rows: Any = (
        Mailing.select(Mailing.id, Mailing.batch, Template.kind, fn.COUNT(Message.id), fn.SUM(lying.on_hold()))
        .join(Message)
        .switch(Mailing)
        .join(TemplateVersion)
        .join(Template)
        .where(
            Mailing.channel == POST,
            Mailing.state << UNDER_WAY,
            Mailing.batch.is_null(False),
            Message.state == PLANNED,
        )
        .group_by(Mailing.id)
    )
    return list(rows.tuples())


def _lying() -> Sequence[PrintRun]:
    count = fn.COUNT(Message.id)
    return list(
        PrintRun.select(PrintRun, count.alias("to_post"))
        .join(Message, on=(Message.print_run == PrintRun.id))
        .where(lying.to_post())
        .group_by(PrintRun.id)
        .order_by(PrintRun.id.desc())
    )


def _fresh(now: datetime) -> list[Lot]:
    """The lots made lately, with how many letters would be written now to those whom nothing else reaches."""
    made: Any = Batch.select(Batch, ReminderType).join(ReminderType)
    made = made.where(Batch.created_at >= now - RECENT, ~ReminderType.internal_only)
    wordings: dict[int, TemplateVersion | None] = {}
    lots: dict[int, Lot] = {}
    for batch in made:
        if batch.type_id not in wordings:
            wordings[batch.type_id] = wording.on_paper(batch)
        lots[batch.id] = Lot(batch, wordings[batch.type_id])
    alike: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for lot in lots.values():
        alike[purpose_of(lot.version), uses_preferences(lot.batch)].append(lot.batch.id)
    compositions: dict[int, Composition] = {}
    for (purpose, preferences), batch_ids in alike.items():
        compositions |= _composed(batch_ids, purpose, now, preferences=preferences)
    _count(lots, compositions, now)
    return list(lots.values())


def _composed(batch_ids: Sequence[int], purpose: str, now: datetime, *, preferences: bool) -> dict[int, Composition]:
    """By batch, the messages that composing.composed would make of each of them."""
    policy = Policy(
        POST, purpose, tuple(clinic_queries.channel_order()), now, use_preferences=preferences, only_first=True
    )  # fmt: skip
    found = sums.written(Asked(Scope(batches=tuple(batch_ids)), policy))
    batches = "SELECT id, batch_id FROM reminder WHERE id IN (SELECT value FROM json_each(:ids))"
    batch_of = dict(db.rows(batches, {"ids": db.ids(each.reminder_id for each in found)}))
    apart: dict[int, list[Candidate]] = defaultdict(list)
    for each in found:
        apart[batch_of[each.reminder_id]].append(each)
    return {batch_id: compose(some, grouping=BY_CLIENT) for batch_id, some in apart.items()}


def _count(lots: dict[int, Lot], compositions: dict[int, Composition], now: datetime) -> None:
    known = _known(list(lots))
    alike: dict[int, list[int]] = defaultdict(list)
    for batch_id, lot in lots.items():
        if lot.version and batch_id in compositions:
            alike[lot.version.id].append(batch_id)
    for batch_ids in alike.values():
        version = lots[batch_ids[0]].version
        able = writing.writers(version, {each.language for one in batch_ids for each in compositions[one].groups})
        for batch_id in batch_ids:
            lot, groups = lots[batch_id], compositions[batch_id].groups
            for group in groups:
                if group.language not in able:
                    lot.unworded[group.language] = lot.unworded.get(group.language, 0) + 1
            worded = [group for group in groups if group.language in able]
            for group in writing.writable(worded, able, today=here.day(now)):
                lot.new += bool(version and (batch_id, version.template_id, group.recipient) not in known)


def _known(batch_ids: Sequence[int]) -> set[tuple[int, int, str]]:
    """Whom an open mailing of a batch has a letter for already: batch, template, recipient."""
    rows: Any = (
        Message.select(Mailing.batch, TemplateVersion.template, Message.recipient)
        .join(Mailing)
        .join(TemplateVersion)
        .where(Mailing.batch << list(batch_ids), Mailing.channel == POST, Mailing.state << UNDER_WAY)
    )
    return set(rows.tuples())
