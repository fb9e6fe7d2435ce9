"""Who gets a letter: the mailings' own choice for the channel "post", with households put together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from webapp import channels, merge
from webapp.clinic import queries as clinic_queries
from webapp.letters.rules.addresses import Home, household
from webapp.mailings.queries import needs, people
from webapp.mailings.queries.needs import Asked, Scope
from webapp.mailings.rules import Composition, Group, Need, compose
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.rendering import NoWording, Rendered, Renderer
from webapp.message_templates.rules.tags import NAMES
from webapp.message_templates.rules.values import values
from webapp.models import Batch, Client, Message, Reminder, Template, TemplateVersion
from webapp.models.message_templates import CARD, LETTER
from webapp.outbox.rules import recipient_key

POST = "post"
PAPER_KINDS = (LETTER, CARD)
_ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Plan:
    """The letters as they would be: to whom, and who is left out."""

    composition: Composition
    groups: tuple[Group, ...]  # those that can be written
    holes: tuple[tuple[Group, tuple[str, ...]], ...]  # those whose wording has a tag without a value
    writers: dict[str, Writer]

    @property
    def languages(self) -> dict[str, int]:
        """How many in each language."""
        return {each: sum(group.language == each for group in self.groups) for each in ("fr", "en")}


class Writer:
    """One version in one language, made ready once."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.tags = tuple(renderer.tags)

    def missing(self, group: Group) -> tuple[str, ...]:
        """The tags that have nothing to say to this recipient."""
        said = self._said(group, _ANY_DAY)
        return tuple(tag for tag in self.tags if tag not in said)

    def letter(self, group: Group, *, today: date) -> Rendered:
        """The text of one letter. Raises merge.MissingValue."""
        return self.renderer.letter(self._said(group, today))

    def _said(self, group: Group, today: date) -> dict[str, str]:
        to = people.recipient([need.row for need in group.needs])
        return values(to, frame=self.renderer.frame, today=today, names=self.tags)


def writers(version: TemplateVersion | None, languages: Iterable[str], *, marked: bool = False) -> dict[str, Writer]:
    """By language; without those in which the version has no text."""
    found: dict[str, Writer] = {}
    if version is None:
        return found
    for language in sorted(set(languages)):
        try:
            found[language] = Writer(Renderer(version, language, wordings.frame(language), marked=marked))
        except NoWording:
            continue
    return found


def plan(
    scope: Scope,
    *,
    version: TemplateVersion | None,
    now: datetime,
    only_first: bool = False,
    recently_too: bool = False,
) -> Plan:
    """The letters as they would be if they were planned now.

    With `only_first`, only for clients whom no channel before the post reaches, in the clinic's order.
    """
    composition = composed(scope, version=version, now=now, only_first=only_first, recently_too=recently_too)
    able = writers(version, {group.language for group in composition.groups})
    groups, holes = [], []
    for group in composition.groups:
        writer = able.get(group.language)
        missing = writer.missing(group) if writer else ()
        if writer is None or missing:
            holes.append((group, missing))
        else:
            groups.append(group)
    return Plan(composition, tuple(groups), tuple(holes), able)


def composed(
    scope: Scope,
    *,
    version: TemplateVersion | None,
    now: datetime,
    only_first: bool = False,
    recently_too: bool = False,
) -> Composition:
    """Who is written to, who is not and why; a household is one."""
    order = clinic_queries.channel_order()
    asked = Asked(
        POST, version.template.purpose if version else "care", order, now,
        use_preferences=_uses_preferences(scope.batch), recently_too=recently_too,
    )  # fmt: skip
    found = needs.needs(scope, asked)
    if only_first:
        barred = needs.suppressed(asked.purpose)
        found = [_reached_before(need, order, barred) for need in found]
    homes = addresses({need.client_id for need in found if not need.why_not})
    return compose([_at_home(need, homes) for need in found], grouping="client", recipient_key=recipient_key)


def _reached_before(need: Need, order: Sequence[str], barred: Mapping[str, Collection[str]]) -> Need:
    """Left out where another channel comes first for this client."""
    if need.why_not or need.row.prefers == POST:
        return need
    before = [*([need.row.prefers] if need.row.prefers else []), *order[: order.index(POST)]]
    reached = any(_reaches(need, channel, barred) for channel in before)
    return need._replace(why_not="prefers_other") if reached else need


def _reaches(need: Need, channel: str, barred: Mapping[str, Collection[str]]) -> bool:
    if not need.row.reach & channels.one(channel).bit:
        return False
    address = {"email": need.row.email.strip().lower(), "sms": need.row.mobile_phone}.get(channel)
    return address is None or address not in barred.get(channel, ())


def _uses_preferences(batch: Batch | None) -> bool:
    criteria: dict[str, Any] = json.loads(batch.criteria) if batch and batch.criteria else {}
    return bool(criteria.get("use_preferences", True))


def _at_home(need: Need, homes: dict[int, Client]) -> Need:
    client = homes.get(need.client_id)
    return need._replace(address=household(client.last_name, home(client))) if client else need


def home(client: Client) -> Home:
    """Where a client lives."""
    return Home(client.address, client.address_2, client.town, client.province, client.postal_code, client.country)


def addresses(client_ids: Collection[int]) -> dict[int, Client]:
    """The clients with what stands on an envelope, by id; two statements for any thousand."""
    columns = (
        Client.id, Client.title, Client.first_name, Client.last_name, Client.sort_name, Client.address,
        Client.address_2, Client.town, Client.province, Client.postal_code, Client.country, Client.language,
        Client.archived_at, Client.reach,
    )  # fmt: skip
    found: dict[int, Client] = {}
    for some in _hundreds(sorted(client_ids)):
        found.update((client.id, client) for client in Client.select(*columns).where(Client.id << some))
    return found


def _hundreds(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def version_for(batch: Batch, *, template: Template | None = None, cards: bool = False) -> TemplateVersion | None:
    """What the letters of a batch are written with: this template, else its type's own, else the ready-made one."""
    if template is None and not cards:
        own = wordings.for_type(batch.type, POST)
        if own is not None:
            return own
    if template is None:
        kind = CARD if cards else LETTER
        template = Template.get_or_none(
            Template.code == f"{batch.type.code}_{kind}", Template.archived_at.is_null()
        ) or Template.get_or_none(Template.code == f"courtesy_{kind}", Template.archived_at.is_null())
    newest = wordings.newest(template.id) if template else None
    return wordings.version(newest.id) if newest else None


def unknown_tags(version: TemplateVersion) -> list[str]:
    """The tags of a wording that are no tags, as they were typed."""
    texts = (version.subject_fr, version.subject_en, version.body_fr, version.body_en)
    return list(dict.fromkeys(tag for each in texts for tag in merge.check(each, NAMES)))


def written_again(message: Message, reminder_ids: Sequence[int], *, today: date) -> Rendered:
    """The text of a letter that is about these reminders only, in the wording it was planned with.

    Raises merge.MissingValue, NoWording.
    """
    version = message.mailing.template_version if message.mailing else None
    if version is None:
        raise NoWording(message.language)
    renderer = Renderer(version, message.language, wordings.frame(message.language))
    rows = sorted(
        needs.rows(Reminder.id << list(reminder_ids)), key=lambda row: (row.client_id != message.client_id, row.due_on)
    )
    said = values(people.recipient(rows), frame=renderer.frame, today=today, names=renderer.tags)
    return renderer.letter(said)
