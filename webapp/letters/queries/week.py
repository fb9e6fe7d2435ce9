"""The letters of all batches that are not printed yet: those that are planned, and those that nobody has prepared.

Counted by what prepares and prints them, in a number of statements that does not grow with the batches.
"""

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from peewee import Select, fn

from webapp import channels, db, here
from webapp.batches.queries.acts import of_lot
from webapp.clinic import queries as clinic_queries
from webapp.composed import Composed
from webapp.composition.queries import sums, wording, writing
from webapp.composition.queries.acts import Acts, worded
from webapp.composition.queries.candidates import Policy, Scope
from webapp.composition.queries.composing import follows_up, purpose_of, uses_preferences
from webapp.composition.queries.sums import Asked
from webapp.composition.rules.grouping import BY_CLIENT, Candidate, Composition, compose
from webapp.later import Later
from webapp.letters.queries import lying
from webapp.letters.queries.composing import POST
from webapp.message_templates import queries as wordings
from webapp.models import Batch, Mailing, Message, PrintRun, ReminderType, Template, TemplateVersion
from webapp.models.message_templates import CARD
from webapp.models.outbox import PLANNED, UNDER_WAY

navigation = Later("webapp.navigation")  # the worker shows no rail

RECENT = timedelta(days=60)  # batches made before then had their letters, or were not to have any


@dataclass
class Lot:
    """The letters of one batch that are not printed; without one, of second contacts."""

    batch: Batch | None
    version: TemplateVersion | None  # what new ones would be written with,
    acts: Acts | None = None  # and some in place of it
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
    lots: dict[tuple[int | None, bool], Lot] = {}
    fresh = _fresh(now)
    letters_of = _letters_of(fresh.values(), now)
    told = _told(list(fresh), letters_of)
    if told["by_act"]:
        for lot in fresh.values():
            lot.acts = of_lot(lot.batch, lot.version, types_own=True)
    _count(fresh, _composed(letters_of, told, fresh), {tuple(each) for each in told["known"]}, now)
    for lot in fresh.values():
        if lot.batch and lot.version:
            lots[lot.batch.id, lot.version.template.kind == CARD] = lot
    planned = told["planned"]
    others = {batch_id for _id, batch_id, *_rest in planned} - {None, *(batch_id for batch_id, _cards in lots)}
    batches: dict[int | None, Batch | None] = {None: None}
    batches |= {lot.batch.id: lot.batch for lot in lots.values() if lot.batch}
    if others:
        older = Batch.select(Batch, ReminderType).join(ReminderType).where(Batch.id << others)
        batches |= {batch.id: batch for batch in older}
    for mailing_id, batch_id, kind, count, held in planned:
        lot = lots.setdefault((batch_id, kind == CARD), Lot(batches[batch_id], None))
        lot.held += held
        if count > held:
            lot.planned[mailing_id] = count - held
    kept = sorted(
        ((key, lot) for key, lot in lots.items() if lot.total or lot.unworded or lot.held),
        key=lambda each: (each[0][0] or 0, each[0][1]),
    )
    letters, cards = ([lot for (_id, is_card), lot in kept if is_card == wanted] for wanted in (False, True))
    return Week(letters, cards, _lying())


def _told(batch_ids: Sequence[int], letters_of: Sequence[Candidate]) -> dict[str, Any]:
    """What else must be known, in one statement: of which batch each letter is, whether any act has a text of its own,
    and what _planned and _known find."""
    batches = (
        "SELECT json_group_array(json_array(id, batch_id)) FROM reminder WHERE id IN (SELECT value FROM json_each(?))"
    )
    kinds = ", ".join(f"'{kind.code}'" for kind in channels.one(POST).kinds)
    by_act = f"SELECT CAST(EXISTS (SELECT 1 FROM act_text WHERE kind IN ({kinds})) AS TEXT)"
    asked = {
        "by_act": Composed(by_act, ()),
        "batch_of": Composed(batches, (db.ids(each.reminder_id for each in letters_of),)),
        **{
            name: Select((each,), (fn.json_group_array(fn.json(each.c.row)),))
            for name, each in (("known", _known(batch_ids)), ("planned", _planned()))
        },
    }
    return {name: json.loads(found) for name, found in navigation.scalars(**asked).items()}


def _planned() -> Any:
    """Mailings with letters that lie there planned: mailing, batch, kind of template, how many, of them on hold."""
    told = fn.json_array(Mailing.id, Mailing.batch, Template.kind, fn.COUNT(Message.id), fn.SUM(lying.on_hold()))
    return (
        Mailing.select(told.alias("row"))
        .join(Message)
        .switch(Mailing)
        .join(TemplateVersion)
        .join(Template)
        .where(
            Mailing.channel == POST,
            Mailing.state << UNDER_WAY,
            Message.state == PLANNED,
        )
        .group_by(Mailing.id)
    )


def _lying() -> Sequence[PrintRun]:
    count = fn.COUNT(Message.id)
    return list(
        PrintRun.select(PrintRun, count.alias("to_post"))
        .join(Message, on=(Message.print_run == PrintRun.id))
        .where(lying.to_post())
        .group_by(PrintRun.id)
        .order_by(PrintRun.id.desc())
    )


def _fresh(now: datetime) -> dict[int, Lot]:
    """The lots made lately, by the batch's id."""
    made: Any = Batch.select(Batch, ReminderType).join(ReminderType)
    made = list(made.where(Batch.created_at >= now - RECENT, ~ReminderType.internal_only))
    own: dict[int, TemplateVersion | None] = dict(wordings.for_types([batch.type for batch in made], POST))
    for batch in made:
        if batch.type_id not in own:
            own[batch.type_id] = wording.on_paper(batch)
    return {batch.id: Lot(batch, own[batch.type_id]) for batch in made}


def _letters_of(lots: Iterable[Lot], now: datetime) -> list[Candidate]:
    """The reminders of these that letters would be written about now, to those whom nothing else reaches."""
    alike: dict[tuple[str, bool, bool], list[int]] = defaultdict(list)
    for lot in lots:
        if lot.batch:
            alike[purpose_of(lot.version), uses_preferences(lot.batch), follows_up(lot.batch)].append(lot.batch.id)
    found: list[Candidate] = []
    for (purpose, preferences, anew), batch_ids in alike.items():
        policy = Policy(
            POST, purpose, tuple(clinic_queries.channel_order()), now, use_preferences=preferences, only_first=True,
            anew=anew,
        )  # fmt: skip
        found += sums.written(Asked(Scope(batches=tuple(batch_ids)), policy))
    return found


def _composed(letters_of: Iterable[Candidate], told: dict[str, Any], lots: dict[int, Lot]) -> dict[int, Composition]:
    """By batch, the messages that composing.composed would make of each of them."""
    batch_of = dict(told["batch_of"])
    apart: dict[int, list[Candidate]] = defaultdict(list)
    for each in letters_of:
        apart[batch_of[each.reminder_id]].append(each)
    made = {batch_id: compose(some, grouping=BY_CLIENT) for batch_id, some in apart.items()}
    return {
        batch_id: replace(each, groups=worded(each.groups, lots[batch_id].acts)) for batch_id, each in made.items()
    }  # fmt: skip


def _count(
    lots: dict[int, Lot], compositions: dict[int, Composition], known: Container[tuple[Any, ...]], now: datetime
) -> None:
    """How many new letters each has: but for those whom an open mailing has one for already (`known`)."""
    alike: dict[tuple[int, Acts | None], list[int]] = defaultdict(list)
    for batch_id, lot in lots.items():
        if lot.version and batch_id in compositions:
            alike[lot.version.id, lot.acts].append(batch_id)
    for (_version_id, acts), batch_ids in alike.items():
        version = lots[batch_ids[0]].version
        wanted = {each.wording for one in batch_ids for each in compositions[one].groups}
        able = writing.able(version, acts, wanted)
        for batch_id in batch_ids:
            lot, groups = lots[batch_id], compositions[batch_id].groups
            for group in groups:
                if group.wording not in able:
                    lot.unworded[group.language] = lot.unworded.get(group.language, 0) + 1
            worded = [group for group in groups if group.wording in able]
            for group in writing.writable(worded, able, today=here.day(now)):
                lot.new += bool(version and (batch_id, version.template_id, group.recipient) not in known)


def _known(batch_ids: Sequence[int]) -> Any:
    """Whom an open mailing of a batch has a letter for already: batch, template, recipient."""
    return (
        Message.select(fn.json_array(Mailing.batch, TemplateVersion.template, Message.recipient).alias("row"))
        .join(Mailing)
        .join(TemplateVersion)
        .where(Mailing.batch << list(batch_ids), Mailing.channel == POST, Mailing.state << UNDER_WAY)
    )
