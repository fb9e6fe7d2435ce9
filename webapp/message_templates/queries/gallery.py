"""The gallery: every template by its kind of communication, what it serves and what a person should look at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from webapp import channels, db, text
from webapp.communications import COMMUNICATIONS, Communication
from webapp.languages import pick
from webapp.message_templates.queries.sent_with import by_template
from webapp.message_templates.rules import miniature
from webapp.message_templates.rules.blocks.document import BLOCKS, BOOKING, BUTTON
from webapp.message_templates.rules.content import speaks
from webapp.message_templates.rules.draft import Draft
from webapp.models import ActText, Client, Mailing, Message, ReminderType, StaffMember, Template, TemplateVersion


@dataclass(frozen=True)
class Use:
    """The mailings of a template, drafts not counted."""

    mailings: int = 0
    under_way: int = 0
    last_at: datetime | None = None


@dataclass
class Tile:
    """A template as the gallery shows it: its newest version, and all that hangs on it."""

    template: Template
    number: int
    saved_at: datetime
    saved_by: str  # empty = it came with the program
    saved_by_id: int | None
    speaks: tuple[str, ...]  # "fr", "en"
    drawing: Sequence[miniature.Bar]
    use: Use
    default_of: list[ReminderType] = field(default_factory=list)

    @property
    def lacks(self) -> str:
        """The language that is missing, "" where both are there."""
        return next((each for each in ("fr", "en") if each not in self.speaks), "")

    @property
    def wanted(self) -> bool:
        """Whether something is written with it unless somebody says otherwise."""
        return bool(self.default_of or self.template.is_default or self.use.under_way)


@dataclass(frozen=True)
class Gallery:
    """What the page shows, and how many there are of each medium and of each kind, whatever is shown."""

    groups: Sequence[tuple[Communication, Sequence[Tile]]]
    media: dict[str, int]
    kinds: dict[str, int]
    ready: Sequence[Tile]  # to begin a new one from
    lacking: Tile | None  # the one that would go wrong first
    readers: int = 0  # clients who read the language that it lacks


def gallery(*, archived: bool = False, kind: str = "", communication: str = "") -> Gallery:
    """Those of a medium and of a kind of communication, "" = all; four or five statements."""
    tiles = _tiles(archived)
    media: dict[str, int] = {each.code: 0 for each in channels.kinds()}
    kinds: dict[str, int] = dict.fromkeys(COMMUNICATIONS, 0)
    by_kind: dict[str, list[Tile]] = {code: [] for code in COMMUNICATIONS}
    for tile in tiles:
        asked = communication in ("", tile.template.communication)
        media[tile.template.kind] = media.get(tile.template.kind, 0) + asked
        kinds[tile.template.communication] += kind in ("", tile.template.kind)
        if asked and kind in ("", tile.template.kind):
            by_kind[tile.template.communication].append(tile)
    lacking = None if archived else _first_lacking(tiles)
    # A kind without any is named where all are shown: it is there to be written.
    empty_too = not archived and not kind
    groups = [
        (COMMUNICATIONS[code], found)
        for code, found in by_kind.items()
        if found or (empty_too and communication in ("", code))
    ]
    ready = _ready(tiles, kind, communication)
    return Gallery(groups, media, kinds, ready, lacking, _readers(lacking.lacks) if lacking else 0)


def _tiles(archived: bool) -> list[Tile]:
    order = {each.code: place for place, each in enumerate(channels.kinds())}
    newest = TemplateVersion.select(TemplateVersion.template, fn.MAX(TemplateVersion.number).alias("number")).group_by(
        TemplateVersion.template
    )
    last = (newest.c.template_id == TemplateVersion.template) & (newest.c.number == TemplateVersion.number)
    rows: Any = (
        TemplateVersion.select(TemplateVersion, Template, StaffMember.id, StaffMember.name)
        .join(newest, on=last)
        .switch(TemplateVersion)
        .join(Template)
        .switch(TemplateVersion)
        .join(StaffMember, JOIN.LEFT_OUTER)
        .where(Template.archived_at.is_null(not archived))
        .order_by(Template.name_fr, Template.id)
    )
    uses, defaults = used(), defaults_of()
    found = [_tile(row, uses, defaults) for row in rows]
    first = {_subject(each.template) for each in found if each.wanted}
    return sorted(
        found,
        key=lambda each: (
            _subject(each.template) not in first, _subject(each.template), order.get(each.template.kind, len(order)),
        ),
    )  # fmt: skip


def _subject(template: Template) -> str:
    """ "Vaccination, courriel" and "Vaccination, texto" stand together, what is written with before what is not."""
    return text.fold(pick(template.name_fr, template.name_en).split(",")[0])


def _tile(version: Any, uses: dict[int, Use], defaults: dict[int, list[ReminderType]]) -> Tile:
    template = version.template
    said = Draft.of(template.kind, version)
    spoken = tuple(each for each in ("fr", "en") if speaks(version, each))
    first = spoken[0] if spoken else "fr"
    name = version.saved_by.name if version.saved_by_id else ""
    drawing = miniature.drawn(template.kind, said.subject(first), said.body(first), pressed=_pressed(said))
    return Tile(
        template, version.number, version.saved_at, name, version.saved_by_id, spoken, drawing, uses[template.id],
        defaults[template.id],
    )  # fmt: skip


def _pressed(said: Draft) -> bool:
    """Whether there is something to press in it."""
    if said.format == BLOCKS:
        return any(each.type in (BUTTON, BOOKING) for each in said.document.blocks)
    return bool(said.button_url)


def _ready(tiles: Sequence[Tile], kind: str, communication: str) -> list[Tile]:
    """What came with the program: one of each kind; of each medium too, where one chose between them."""
    found: dict[tuple[str, str], Tile] = {}
    for tile in tiles:
        own = tile.template
        if not own.code or kind not in ("", own.kind) or communication not in ("", own.communication):
            continue
        key = own.communication, own.kind if kind or communication else ""
        if key not in found or (own.is_default and own.kind == found[key].template.kind):
            found[key] = tile
    order = list(COMMUNICATIONS)
    return sorted(found.values(), key=lambda each: order.index(each.template.communication))


def _first_lacking(tiles: Sequence[Tile]) -> Tile | None:
    """What would go out soonest in one language only: of a mailing under way, of a type, of a kind."""
    found = [tile for tile in tiles if tile.lacks and tile.wanted]
    return min(found, key=lambda each: (not each.use.under_way, not each.default_of, each.template.id), default=None)


def _readers(language: str) -> int:
    """How many clients read this language."""
    return int(Client.select().where(Client.archived_at.is_null(), Client.language == language).count())


def used() -> dict[int, Use]:
    """The mailings of each template; drafts do not count."""
    found = {template: Use(count, under_way, db.instant(last)) for template, count, under_way, last in by_template()}
    return defaultdict(Use, found)


def defaults_of() -> dict[int, list[ReminderType]]:
    """Which reminder types write with each template unless told otherwise."""
    found: dict[int, list[ReminderType]] = defaultdict(list)
    for row in ReminderType.select().where(ReminderType.archived_at.is_null()).order_by(ReminderType.position):
        for template_id in {row.email_template_id, row.sms_template_id, row.document_template_id}:
            if template_id is not None:
                found[template_id].append(row)
    return found


def in_use(template: Template) -> bool:
    """Whether anything was ever written with it, or is about to be: then it stays."""
    if template.is_default:
        return True
    own = TemplateVersion.template == template.id
    mailings = Mailing.select().join(TemplateVersion).where(own)
    messages = Message.select().join(TemplateVersion).where(own, Message.template_version.is_null(False))
    acts = ActText.select().where(ActText.template == template.id)
    columns = (ReminderType.email_template, ReminderType.sms_template, ReminderType.document_template)
    email, sms, document = (column == template.id for column in columns)
    if messages.exists() or acts.exists():
        return True
    return bool(mailings.exists() or ReminderType.select().where(email | sms | document).exists())


def default_of(communication: str, kinds: Sequence[str]) -> Template | None:
    """What a kind of communication is written with over a medium; of several media, the first that has one."""
    rows = Template.select().where(
        Template.communication == communication,
        Template.kind << list(kinds),
        Template.is_default == True,  # noqa: E712
        Template.archived_at.is_null(),
    )
    found = {each.kind: each for each in rows}
    return next((found[kind] for kind in kinds if kind in found), None)
