"""What would happen, before it does: the messages of each channel, and one of them as it will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from webapp import channels, filters, here
from webapp.channels import HAND, Channel
from webapp.composition.queries.acts import in_place_of
from webapp.composition.queries.candidates import Scope
from webapp.languages import current
from webapp.letters.queries import composing as letters
from webapp.letters.queries.choosing import unworded
from webapp.mailings.queries import composing, preflight, summary
from webapp.mailings.queries.composing import Plan, Wish
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.rendering import Rendered
from webapp.models import TemplateVersion


@dataclass(frozen=True)
class Way:
    """What would leave by one channel: so many messages; `seen` is the same as long as they are."""

    channel: Channel
    clients: int
    messages: int
    seen: str
    when: str = ""
    sample: Rendered | None = None
    refusals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # who is left out after all


@dataclass(frozen=True)
class Sent:
    """What the sentence spoke of, once it is confirmed: of each channel the reminders, how they are written, and what
    was seen."""

    reminders: Mapping[str, tuple[int, ...]]
    versions: Mapping[str, TemplateVersion]
    first_on: date  # of what leaves by itself
    call_on: date
    seen: Mapping[str, str]
    key: str


def question(ways: Sequence[Way]) -> str:
    """All that would happen, in one sentence: "Envoyer 18 courriels, préparer 9 lettres et …?"."""
    said = [_doing(each) for each in ways]
    return str(gettext("%(what)s?", what=grammar.capital(grammar.listed(said, current()))))


def _doing(way: Way) -> str:
    counted = way.channel.counted(way.messages, filters.number(way.messages))
    if way.channel.leaves == HAND:
        return str(gettext("prepare %(what)s", what=counted))
    if way.channel.kinds:
        return str(gettext("send %(what)s", what=counted))
    return filters.counting(
        "put %(n)s client on the call list", "put %(n)s clients on the call list", way.clients
    )  # fmt: skip


def scope_of(reminders: tuple[int, ...]) -> Scope:
    return Scope(reminders=reminders, second=True)


def wish(first_on: date) -> Wish:
    return Wish(first_on=first_on)


def plan(
    reminders: tuple[int, ...], *, channel: str, version: TemplateVersion | None, first_on: date, now: datetime
) -> Plan:
    """The mailing that `channel` would have about these `reminders`, the first of it on `first_on`."""
    given: dict[str, Any] = {
        "channel": channel, "version": version, "wish": wish(first_on), "now": now, "acts": in_place_of(version),
    }  # fmt: skip
    return composing.plan(scope_of(reminders), timezone=here.zone(), **given)


def by_itself(
    reminders: tuple[int, ...], clients: int, *, channel: str, version: TemplateVersion | None, first_on: date,
    now: datetime,
) -> Way:  # fmt: skip
    """What would leave through the account of `channel`, in the wording of `version`, to so many `clients`."""
    found = plan(reminders, channel=channel, version=version, first_on=first_on, now=now)
    sample = None
    if found.groups:
        writer = found.filled.writers.get(found.groups[0].wording)
        sample = writer.email(found.filled.said[0], unsubscribe_url="mailto:") if writer else None
    return Way(
        channels.one(channel), clients, found.messages, found.fingerprint, summary.summarise(found).sentence, sample,
        tuple(each.sentence for each in preflight.refusals(found)), _holes(len(found.holes)),
    )  # fmt: skip


def by_hand(
    reminders: tuple[int, ...], clients: int, *, channel: str, version: TemplateVersion | None, now: datetime
) -> Way:
    """What would be printed in the wording of `version`, for so many `clients`."""
    found = letters.plan(scope_of(reminders), version=version, now=now, acts=in_place_of(version))
    written = found.letters
    notes = [unworded(language, count) for language, count in found.unworded.items()]
    refusals = () if written else (gettext("None of these clients can be written to by post any more."),)
    return Way(
        channels.one(channel), clients, len(written), str(len(written)), "",
        found.text(*written[0]) if written else None, refusals, (*notes, *_holes(len(found.holes))),
    )  # fmt: skip


def _holes(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        gettext("Something is missing in the message to %(n)s of them: they are not written to.", n=count),
    )  # fmt: skip


def ways(
    about: Mapping[str, tuple[int, ...]], clients: Mapping[str, int], versions: Mapping[str, TemplateVersion], *,
    first_on: date, now: datetime,
) -> list[Way]:  # fmt: skip
    """Of each channel that was picked: `about` and `clients` say of how much and how many, by its code."""
    found = []
    for code, reminders in about.items():
        channel = channels.one(code)
        given: dict[str, Any] = {"channel": code, "version": versions.get(code), "now": now}
        if not channel.kinds:
            found.append(Way(channel, clients[code], clients[code], str(len(reminders))))
        elif channel.leaves == HAND:
            found.append(by_hand(reminders, clients[code], **given))
        else:
            found.append(by_itself(reminders, clients[code], first_on=first_on, **given))
    return found
