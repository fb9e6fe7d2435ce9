"""What exactly would happen: who is written to, in which waves, and what stands in the way. Nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from webapp import clock
from webapp.clinic import queries as clinic
from webapp.mailings.queries import corrections, needs
from webapp.mailings.queries.needs import Asked, Scope
from webapp.mailings.queries.writing import Said, Writer, writers
from webapp.mailings.rules import Composition, Group, compose
from webapp.mailings.rules.composing import waves as sizes
from webapp.message_templates.rules.tags import label
from webapp.models import Batch, TemplateVersion
from webapp.outbox.queries import schedule
from webapp.outbox.rules import recipient_key


@dataclass(frozen=True)
class Wish:
    """How a mailing is to be: what its form holds, or the options of the command."""

    grouping: str = "client"
    wave_size: int = 250
    every_days: int = 3
    first_on: date = date.min
    from_time: str = ""
    until_time: str = ""
    expires_on: date | None = None
    recently_too: bool = False


@dataclass(frozen=True)
class PlannedWave:
    """One wave as it would be."""

    number: int
    opens_at: datetime
    opens_on: date
    messages: int


@dataclass(frozen=True)
class Hole:
    """A message that cannot be written: these tags have nothing to say to its client."""

    group: Group
    tags: tuple[str, ...]

    def labels(self, language: str) -> list[str]:
        """What is missing, as the editor of the wording calls it."""
        return [label(tag, language) for tag in self.tags]


@dataclass(frozen=True)
class Plan:
    """All that the person sees before the button, and all that the button does."""

    scope: Scope
    channel: str
    wish: Wish
    version: TemplateVersion | None
    composition: Composition
    groups: tuple[Group, ...]  # those that are written to
    holes: tuple[Hole, ...]
    waves: tuple[PlannedWave, ...]
    writers: dict[str, Writer] = field(default_factory=dict)  # by language; none where there is no wording in it
    said: tuple[Said, ...] = ()  # to each of `groups`, on the first day; empty where nobody looked for holes

    @property
    def messages(self) -> int:
        """How many messages leave."""
        return len(self.groups)

    @property
    def written(self) -> int:
        """How many reminders they are about."""
        return sum(len(group.needs) for group in self.groups)

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language, French first."""
        return {
            language: count
            for language in ("fr", "en")
            if (count := sum(group.language == language for group in self.groups))
        }

    @property
    def fingerprint(self) -> str:
        """The same as long as the same people are written the same, in as many waves on the same days."""
        told = [
            [self.version.id if self.version else 0, self.channel, self.wish.from_time, self.wish.until_time],
            [[wave.opens_on.isoformat(), wave.messages] for wave in self.waves],
            sorted([group.recipient, group.address, sorted(group.reminder_ids)] for group in self.groups),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]

    def wave_of(self, place: int) -> PlannedWave:
        """The wave in which the message at this place leaves."""
        return self.waves[place // (self.wish.wave_size or len(self.groups))]


def plan(
    scope: Scope,
    *,
    channel: str,
    version: TemplateVersion | None,
    wish: Wish,
    now: datetime,
    timezone: ZoneInfo,
    look_for_holes: bool = True,
) -> Plan:
    """The mailing as it would be if it were approved now. Looking for holes costs a look at every recipient."""
    composition = composed(scope, channel=channel, version=version, wish=wish, now=now)
    able = writers(version, {group.language for group in composition.groups})
    groups: tuple[Group, ...] = composition.groups
    said: tuple[Said, ...] = ()
    holes: list[Hole] = []
    if look_for_holes:
        groups, said, holes = _said(composition, able, wish.first_on)
    opening = _waves(len(groups), wish, timezone)
    return Plan(scope, channel, wish, version, composition, groups, tuple(holes), opening, able, said)


def _said(
    composition: Composition, able: dict[str, Writer], today: date
) -> tuple[tuple[Group, ...], tuple[Said, ...], list[Hole]]:
    """The groups to which every tag has something to say, what they say, and the others."""
    groups: list[Group] = []
    told: list[Said] = []
    holes: list[Hole] = []
    for group in composition.groups:
        writer = able.get(group.language)
        said = writer.said(group, today=today) if writer else {}
        if writer and (lacking := writer.missing(said)):
            holes.append(Hole(group, lacking))
            continue
        groups.append(group)
        told.append(said)
    return tuple(groups), tuple(told), holes


def composed(scope: Scope, *, channel: str, version: TemplateVersion | None, wish: Wish, now: datetime) -> Composition:
    """Who is written to, who is not and why."""
    purpose = version.template.purpose if version else "care"
    asked = Asked(
        channel, purpose, clinic.channel_order(), now,
        use_preferences=_use_preferences(scope.batch), recently_too=wish.recently_too,
    )  # fmt: skip
    if scope.correction:
        return corrections.composed(scope, asked)
    return compose(needs.needs(scope, asked), grouping=wish.grouping, recipient_key=recipient_key)


def _use_preferences(batch: Batch | None) -> bool:
    criteria: dict[str, Any] = json.loads(batch.criteria) if batch and batch.criteria else {}
    return bool(criteria.get("use_preferences", True))


def _waves(messages: int, wish: Wish, timezone: ZoneInfo) -> tuple[PlannedWave, ...]:
    counts: Sequence[int] = sizes(messages, wish.wave_size)
    opening = schedule.spaced(
        first_on=wish.first_on, every_days=wish.every_days, count=len(counts),
        from_time=wish.from_time, until_time=wish.until_time,
    )  # fmt: skip
    return tuple(
        PlannedWave(wave.number, wave.not_before, clock.day(wave.not_before, timezone), count)
        for wave, count in zip(opening, counts, strict=True)
    )
