"""What exactly would happen: who is written to, in which waves, and what stands in the way. Nothing is written."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp import clock, db, here
from webapp.accounts.queries import accounts
from webapp.composition.queries import composing, sums, writing
from webapp.composition.queries import outline as outlines
from webapp.composition.queries.acts import Acts, version_of
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.outline import Outline
from webapp.composition.queries.writing import Filled, Hole
from webapp.composition.rules.grouping import Composition, Group
from webapp.composition.rules.languages import ASK, decided
from webapp.composition.rules.sums import Sums, as_decided, of_composition
from webapp.mailings.rules.waves import sizes
from webapp.models import TemplateVersion
from webapp.outbox.queries import forecast


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
    unwritten: str = ASK  # what becomes of those in whose language nothing is written: one of DECISIONS


@dataclass(frozen=True)
class Portion:
    """One wave as it would be."""

    number: int
    opens_at: datetime
    opens_on: date
    messages: int


@dataclass(frozen=True)
class Plan:
    """All that the person sees before the button, and all that the button does."""

    scope: Scope
    channel: str
    wish: Wish
    version: TemplateVersion | None
    composition: Composition
    filled: Filled  # what is said to each, on the first day; nothing is said where nobody looked for holes
    waves: tuple[Portion, ...]
    acts: Acts | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """Those that are written to."""
        return self.filled.groups

    @property
    def holes(self) -> tuple[Hole, ...]:
        """Those that cannot be written to."""
        return self.filled.holes

    @property
    def messages(self) -> int:
        return len(self.groups)

    @property
    def written(self) -> int:
        """How many reminders they are about."""
        return sum(len(group.candidates) for group in self.groups)

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language, French first."""
        return {
            language: count
            for language in ("fr", "en")
            if (count := sum(group.language == language for group in self.groups))
        }

    @property
    def texts(self) -> Counter[int]:
        """How many messages in each text (of a Group)."""
        return Counter(group.text for group in self.groups)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same people are written the same, in as many waves on the same days."""
        versions = {text: version_of(self.version, self.acts, text) for text in self.texts}
        told = [
            [self.version.id if self.version else 0, self.channel, self.wish.from_time, self.wish.until_time],
            [[wave.opens_on.isoformat(), wave.messages] for wave in self.waves],
            sorted(
                [group.recipient, group.address, sorted(group.reminder_ids), db.id_of(versions[group.text])]
                for group in self.groups
            ),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]

    def wave_of(self, place: int) -> Portion:
        """The wave in which the message at this place leaves."""
        return self.waves[place // (self.wish.wave_size or len(self.groups))]


@dataclass(frozen=True)
class Outlook:
    """The same in sums: all that the person sees before the button."""

    scope: Scope
    channel: str
    wish: Wish
    version: TemplateVersion | None
    outline: Outline
    waves: tuple[Portion, ...]
    acts: Acts | None = None

    @property
    def composition(self) -> Sums:
        """Everybody, also those whom something is missing for."""
        return self.outline.whole

    @property
    def holes(self) -> int:
        return self.outline.hollow

    @property
    def messages(self) -> int:
        return self.outline.filled.messages

    @property
    def written(self) -> int:
        """How many reminders they are about."""
        return self.outline.filled.written

    @property
    def languages(self) -> dict[str, int]:
        """How many messages in each language, French first."""
        found = self.outline.filled.languages
        return {language: found[language] for language in ("fr", "en") if found.get(language)}

    @property
    def texts(self) -> Counter[int]:
        """How many messages in each text (of a Group)."""
        found: Counter[int] = Counter()
        for (text, _language), count in self.outline.filled.wordings.items():
            found[text] += count
        return found

    def wave_of(self, place: int) -> Portion:
        """The wave in which the message at this place leaves."""
        return self.waves[place // (self.wish.wave_size or self.messages)]


def outlook(
    scope: Scope, *, channel: str, version: TemplateVersion | None, wish: Wish, now: datetime, timezone: ZoneInfo,
    acts: Acts | None = None,
) -> Outlook:  # fmt: skip
    """What a plan of `scope` over `channel` would be in this `version`, at `wish` and `now`, without building it.

    `timezone`: the clinic's. `acts`: what some are written with in place of the version.
    """
    of = sums.asked(
        scope, channel=channel, version=version, now=now, grouping=wish.grouping, recently_too=wish.recently_too,
        titled=outlines.titled(version, acts), acts=acts,
    )  # fmt: skip
    if scope.correction:
        found = of_composition(composing.composed(scope, channel=channel, version=version, now=now))
    else:
        found = sums.sums(of)
    found = as_decided(found, unwritten=writing.unwritten_of(version, acts), decision=wish.unwritten)
    outline = outlines.outline(of, found, version, today=wish.first_on)
    return Outlook(
        scope, channel, wish, version, outline, _waves(channel, outline.filled.messages, wish, timezone), acts
    )  # fmt: skip


def plan(
    scope: Scope,
    *,
    channel: str,
    version: TemplateVersion | None,
    wish: Wish,
    now: datetime,
    timezone: ZoneInfo,
    look_for_holes: bool = True,
    acts: Acts | None = None,
) -> Plan:
    """The mailing as it would be if it were approved now. `look_for_holes` costs a look at every recipient."""
    composition = composed(scope, channel=channel, version=version, wish=wish, now=now, acts=acts)
    if look_for_holes:
        filled = writing.fill(composition, version, acts=acts, today=wish.first_on)
    else:
        filled = Filled(writing.able(version, acts, composition.wordings), composition.groups)
    waves = _waves(channel, len(filled.groups), wish, timezone)
    return Plan(scope, channel, wish, version, composition, filled, waves, acts)


def first_day(channel: str, now: datetime) -> date:
    """When nobody says: today, or the next day on which anything may leave (an open day whose hours are not over)."""
    following = accounts.hours(accounts.current(channel)).next(now)
    return here.day(following or now + timedelta(days=1))


def composed(
    scope: Scope, *, channel: str, version: TemplateVersion | None, wish: Wish, now: datetime, acts: Acts | None = None
) -> Composition:
    """Who of `scope` is written to over `channel` (its code), who is not and why; `wish` says how they are grouped."""
    found = composing.composed(
        scope, channel=channel, version=version, now=now, grouping=wish.grouping, recently_too=wish.recently_too,
        acts=acts,
    )  # fmt: skip
    return decided(found, unwritten=writing.unwritten_of(version, acts), decision=wish.unwritten)


def is_unchanged(
    plan: Plan, *, channel: str, version: TemplateVersion | None, wish: Wish, now: datetime, acts: Acts | None = None
) -> bool:
    """Whether the same people would be written to now over `channel`, about the same, as `wish` says."""
    return composing.is_unchanged(
        plan.composition, plan.scope, channel=channel, version=version, now=now, grouping=wish.grouping,
        recently_too=wish.recently_too, acts=acts,
    )  # fmt: skip


def _waves(channel: str, messages: int, wish: Wish, timezone: ZoneInfo) -> tuple[Portion, ...]:
    counts = sizes(messages, wish.wave_size)
    opening = forecast.spaced(
        channel, first_on=wish.first_on, every_days=wish.every_days, count=len(counts),
        from_time=wish.from_time, until_time=wish.until_time,
    )  # fmt: skip
    return tuple(
        Portion(wave.number, wave.not_before, clock.day(wave.not_before, timezone), count)
        for wave, count in zip(opening, counts, strict=True)
    )
