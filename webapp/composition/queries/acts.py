"""What reminders were made for, as far as the sales tell, and which text is written about it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from webapp import db, here
from webapp.composition.rules.acts import TYPES_OWN, Act, Texts, text_of, text_of_message
from webapp.composition.rules.grouping import Group
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.content import speaks, subject_of
from webapp.message_templates.rules.draft import WITH_SUBJECT
from webapp.models import TemplateVersion
from webapp.reminders.queries import answers

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Bought:
    """What a batch is about, where its criteria name it: any of these, sold within these days."""

    items: tuple[int, ...]
    categories: tuple[int, ...]
    since: date
    until: date


@dataclass(frozen=True)
class Acts:
    """The texts that are written in place of a type's own. `lines`: type, item, category, template or TYPES_OWN."""

    lines: tuple[tuple[int, int | None, int | None, int], ...]
    bought: Bought | None
    spoken: frozenset[tuple[int, str]]  # templates with the languages in which they are taken
    versions: Mapping[int, TemplateVersion] = field(compare=False, repr=False)

    def taken(self, template_id: int, language: str) -> int:
        """The same, or TYPES_OWN: what has nothing to say in a language gives way to a type's text that has."""
        return template_id if (template_id, language) in self.spoken else TYPES_OWN


def lacks(version: TemplateVersion, language: str) -> str:
    """What the version does not have in this language: "text", "subject", or nothing."""
    if not speaks(version, language):
        return "text"
    subject = subject_of(version, language)
    return "subject" if version.template.kind in WITH_SUBJECT and not subject.strip() else ""


def in_place_of(
    version: TemplateVersion | None, *, also: int | None = None, bought: Callable[[], Bought | None] = lambda: None
) -> Acts | None:
    """What is written in place of this version, where it is some type's own text, or that of the type `also`.

    None where nothing is. Only what asks for the same consent, on the same paper, takes its place.
    """
    lines = wordings.in_place_of(version.template, also) if version else []
    if version is None or not lines:
        return None
    versions = wordings.newest_of({template_id for *_, template_id in lines} - {version.template_id})
    own = {language for language in LANGUAGES if not lacks(version, language)}
    spoken = {
        (template_id, language) for template_id, each in versions.items() for language in LANGUAGES
        if language not in own or not lacks(each, language)
    }  # fmt: skip
    told = tuple(
        (type_id, item_id, category_id, template_id if template_id in versions else TYPES_OWN)
        for type_id, item_id, category_id, template_id in lines
    )
    return Acts(told, bought(), frozenset(spoken), versions) if versions else None


def version_of(version: TemplateVersion | None, acts: Acts | None, text: int) -> TemplateVersion | None:
    """What a message with this text is written with."""
    return acts.versions[text] if acts and text else version


def counted(
    version: TemplateVersion | None, acts: Acts | None, texts: Mapping[int, int]
) -> list[tuple[TemplateVersion, int]]:
    """How many messages each wording is for, the type's own last; nothing where there is but one. `texts`: how many
    have each text."""
    found = [(each, count) for text, count in texts.items() if count and (each := version_of(version, acts, text))]
    if not any(text for text in texts if texts[text]):
        return []
    return sorted(found, key=lambda each: (each[0] == version, -each[1], each[0].template.name_fr))


def own_version(acts: Acts | None, group: Group) -> int | None:
    """The version of a message that is not its mailing's, as the outbox keeps it."""
    return int(acts.versions[group.text].id) if acts and group.text else None


_LINES = """line AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS type_id, json_extract(value, '$[1]') AS item_id,
        json_extract(value, '$[2]') AS category_id
    FROM json_each(:lines))"""
_CONCERNS = """(reminder.type_id, sale.item_id) IN (SELECT type_id, item_id FROM line)
    OR (reminder.type_id, sale.category_id) IN (SELECT type_id, category_id FROM line)
    OR sold_by(answer.words, item.kind, item.code, item.name_fr, item.name_en)"""
_BOUGHT = """sale.sold_on BETWEEN :since AND :until
    AND (sale.item_id IN (SELECT value FROM json_each(:items))
        OR sale.category_id IN (SELECT value FROM json_each(:categories)))"""
NAMED = "SELECT reminder.* FROM json_each(:ids) AS wanted CROSS JOIN reminder ON reminder.id = wanted.value"


def texts(acts: Acts, reminders: str, given: Mapping[str, Any]) -> dict[int, int]:
    """The template of each that has another than its type's. `reminders`: a SELECT of them, to which `given` is given.

    What a reminder is about: of what the animal bought until the day on which it was made, what the batch was made for,
    or else what concerns its type: what a text is there for, and what answers such reminders. What was taken back was
    not bought.
    """
    which = _BOUGHT if acts.bought else _CONCERNS
    rows = db.rows(
        f"""WITH {answers.TABLE}, {_LINES}
        SELECT reminder.id, reminder.type_id, max(sale.sold_on), sale.item_id, sale.category_id
        FROM ({reminders}) AS reminder CROSS JOIN sale ON sale.animal_id = reminder.animal_id
        CROSS JOIN item ON item.id = sale.item_id CROSS JOIN answer ON answer.type_id = reminder.type_id
        WHERE reminder.type_id IN (SELECT type_id FROM line)
            AND sale.sold_on <= clinic_day(reminder.created_at, :zone) AND ({which})
        GROUP BY reminder.id, sale.item_id HAVING sum(sale.quantity_milli) > 0""",
        {**given, **_given(acts)},
    )
    of_reminder: dict[tuple[int, int], list[Act]] = defaultdict(list)
    for reminder_id, type_id, on, item_id, category_id in rows:
        of_reminder[reminder_id, type_id].append(Act(on, item_id, category_id))
    of_type = _by_type(acts)
    found = {each: text_of(some, of_type[type_id]) for (each, type_id), some in of_reminder.items()}
    return {each: text for each, text in found.items() if text != TYPES_OWN}


def _given(acts: Acts) -> dict[str, Any]:
    given: dict[str, Any] = {"zone": here.zone().key, "lines": db.ids(line[:3] for line in acts.lines)}
    if acts.bought:
        given |= {
            "items": db.ids(acts.bought.items), "categories": db.ids(acts.bought.categories),
            "since": acts.bought.since.isoformat(), "until": acts.bought.until.isoformat(),
        }  # fmt: skip
    return given


def _by_type(acts: Acts) -> dict[int, Texts]:
    items: dict[int, dict[int, int]] = defaultdict(dict)
    categories: dict[int, dict[int | None, int]] = defaultdict(dict)
    for type_id, item_id, category_id, template_id in acts.lines:
        if item_id is not None:
            items[type_id][item_id] = template_id
        elif category_id is not None:
            categories[type_id][category_id] = template_id
    return {type_id: Texts(items[type_id], categories[type_id]) for type_id, *_ in acts.lines}


def worded(groups: Iterable[Group], acts: Acts | None) -> tuple[Group, ...]:
    """The same messages, each with its text."""
    some = tuple(groups)
    if acts is None or not some:
        return some
    ids = [reminder_id for group in some for reminder_id in group.reminder_ids]
    found = texts(acts, NAMED, {"ids": db.ids(ids)})
    return tuple(_worded(group, found, acts) for group in some) if found else some


def _worded(group: Group, found: Mapping[int, int], acts: Acts) -> Group:
    text = acts.taken(text_of_message(found.get(each, TYPES_OWN) for each in group.reminder_ids), group.language)
    return replace(group, text=text) if text != group.text else group
