"""What is said to each recipient: the wording in their language, filled with what is known of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from webapp import channels
from webapp.composition.queries.acts import Acts, lacks, version_of
from webapp.composition.queries.candidates import Row, rows
from webapp.composition.queries.expected import Coming
from webapp.composition.rules.acts import TYPES_OWN
from webapp.composition.rules.grouping import Composition, Group
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.recipients import Need, Patient, Recipient
from webapp.message_templates.rules.rendering import Apart, NoWording, Rendered, Renderer
from webapp.message_templates.rules.tags import UNSUBSCRIBE, asks_for_appointment, label, values
from webapp.models import Message, Reminder, TemplateVersion

_DATED = "date_longue"  # says when a message leaves; so does what is told of the next appointment from then
Said = dict[str, str]
Wording = tuple[int, str]  # a text (of a Group) and a language


class Writer:
    """One version in one language, made ready once."""

    def __init__(self, renderer: Renderer, coming: Coming) -> None:
        self.renderer = renderer
        self.tags = tuple(renderer.tags)
        self.is_particular = renderer.particular
        self._coming = coming if asks_for_appointment(self.tags) else None
        self.is_dated = _DATED in self.tags or self._coming is not None

    def said(self, about: Sequence[Row], *, today: date) -> Said:
        """What each tag says of these reminders on that day; a tag with nothing to say is not in it."""
        to = recipient(about)
        if self._coming:
            to = replace(to, appointment=self._coming.of([row.animal_id for row in about], today))
        return values(to, frame=self.renderer.frame, today=today, names=self.tags)

    def missing(self, said: Said) -> tuple[str, ...]:
        """The tags with nothing to say, of what stands in this message."""
        return tuple(self.renderer.missing(said))

    def email(self, said: Said, *, unsubscribe_url: str) -> Rendered:
        """The message as it leaves. Raises merge.MissingValue."""
        return self.renderer.email({**said, UNSUBSCRIBE: unsubscribe_url})

    def email_apart(self, said: Said, *, unsubscribe_url: str) -> Apart:
        """The same with its page in two."""
        return self.renderer.email_apart({**said, UNSUBSCRIBE: unsubscribe_url})

    def sms(self, said: Said) -> Rendered:
        """The same as a text message. Raises merge.MissingValue."""
        return self.renderer.sms(said)

    def letter(self, said: Said) -> Rendered:
        """The same on paper. Raises merge.MissingValue."""
        return self.renderer.letter(said)


def writers(version: TemplateVersion | None, languages: Iterable[str], *, marked: bool = False) -> dict[str, Writer]:
    """By language; without those in which the version has no text. `marked`: values stand in <mark>."""
    found: dict[str, Writer] = {}
    coming = Coming()
    if version is None:
        return found
    for language in sorted(set(languages)):
        try:
            frame = wordings.frame(language, version.template.branch_id)
            found[language] = Writer(Renderer(version, language, frame, marked=marked), coming)
        except NoWording:
            continue
    return found


def able(
    version: TemplateVersion | None, acts: Acts | None, wanted: Iterable[Wording], *, marked: bool = False
) -> dict[Wording, Writer]:
    """The same by text and language, of those `wanted`: of the version, and of the texts of acts."""
    languages: dict[int, set[str]] = defaultdict(set)
    for text, language in wanted:
        languages[text].add(language)
    return {
        (text, language): writer
        for text, those in sorted(languages.items())
        for language, writer in writers(version_of(version, acts, text), those, marked=marked).items()
    }


def unwritten(version: TemplateVersion | None) -> str:
    """The one language in which the version cannot be sent; empty where there is none, or no other."""
    missing = [language for language in ("fr", "en") if version and lacks(version, language)]
    return missing[0] if len(missing) == 1 else ""


def unwritten_of(version: TemplateVersion | None, acts: Acts | None) -> dict[int, str]:
    """The same by text, of those that lack one."""
    found = {TYPES_OWN: unwritten(version)}
    if acts:
        found |= {text: unwritten(each) for text, each in acts.versions.items()}
    return {text: language for text, language in found.items() if language}


def recipient(about: Sequence[Row]) -> Recipient:
    """The first row's client is addressed; each animal is named once, however many reminders it has."""
    lead = about[0]
    patients: dict[int, Patient] = {}
    needs = []
    for row in about:
        patient = None
        if row.animal_id is not None:
            patient = patients.get(row.animal_id) or patients.setdefault(row.animal_id, _patient(row))
        needs.append(Need(row.type_fr, row.type_en, row.due_on, patient))
    return Recipient(lead.title, lead.first_name, lead.last_name, tuple(patients.values()), tuple(needs))


def _patient(row: Row) -> Patient:
    return Patient(
        row.animal_name or "", row.sex or "", row.noun_fr_male or "animal", row.noun_fr_female or "animal",
        row.noun_en or "animal", row.species or "",
    )  # fmt: skip


@dataclass(frozen=True)
class Hole:
    """A message that cannot be written: these tags have nothing to say to its client."""

    group: Group
    tags: tuple[str, ...]

    def labels(self, language: str) -> list[str]:
        """What is missing, as the editor of the wording calls it."""
        return [label(tag, language) for tag in self.tags]


@dataclass(frozen=True)
class Filled:
    """The groups to which every tag has something to say, what it says to each, and the others."""

    writers: dict[Wording, Writer]  # none where there is no wording in its language
    groups: tuple[Group, ...]
    said: tuple[Said, ...] = ()  # to each of `groups`; empty where nobody looked
    holes: tuple[Hole, ...] = ()


def fill(composition: Composition, version: TemplateVersion | None, *, acts: Acts | None = None, today: date) -> Filled:
    """Look at every recipient of `composition`: what `version`, or that of `acts` which is theirs, says `today`.

    A group in whose language nothing is written stays among `groups`, with nothing said.
    """
    ready = able(version, acts, composition.wordings)
    groups: list[Group] = []
    told: list[Said] = []
    holes: list[Hole] = []
    for group in composition.groups:
        writer = ready.get(group.wording)
        said = writer.said(group.rows, today=today) if writer else {}
        if writer and (lacking := writer.missing(said)):
            holes.append(Hole(group, lacking))
            continue
        groups.append(group)
        told.append(said)
    return Filled(ready, tuple(groups), tuple(told), tuple(holes))


def writable(groups: Iterable[Group], able: Mapping[Wording, Writer], *, today: date) -> list[Group]:
    """Those of `groups` to which `fill` would find that every tag has something to say. Whose client is told of in the
    same way lacks the same: one of them is looked at."""
    lacks: dict[object, bool] = {}
    found = []
    for group in groups:
        lead, writer = group.rows[0], able[group.wording]
        alike: object = (
            group.wording, lead.title, not lead.first_name, not lead.last_name,
            all(row.animal_id is None for row in group.rows),
        )  # fmt: skip
        if len(group.client_ids) > 1 or writer.is_particular:
            alike = group.recipient
        if alike not in lacks:
            lacks[alike] = bool(writer.missing(writer.said(group.rows, today=today)))
        if not lacks[alike]:
            found.append(group)
    return found


def rewrite(message: Message, reminder_ids: Sequence[int], *, today: date, unsubscribe_url: str = "") -> Rendered:
    """The message about `reminder_ids` only, in the wording that was frozen when it was planned.

    Raises merge.MissingValue, and NoWording for a message that has none (a test to oneself).
    """
    mailing = message.mailing
    version_id = message.template_version_id or (mailing and mailing.template_version_id)
    version = wordings.version(version_id) if version_id else None
    writer = writers(version, [message.language]).get(message.language)
    if writer is None:
        raise NoWording(message.language)
    about = rows(Reminder.id << list(reminder_ids))
    about.sort(key=lambda row: (row.client_id != message.client_id, row.client_id, row.due_on, row.reminder_id))
    said = writer.said(about, today=today)
    if channels.one(message.channel).leaves == channels.HAND:
        return writer.letter(said)
    return writer.email(said, unsubscribe_url=unsubscribe_url)
