"""What the page of second contacts can be narrowed to, and what can be written."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from peewee import fn

from webapp import channels, navigation
from webapp.communications import SECOND_CONTACT
from webapp.composition.queries import wording
from webapp.languages import pick
from webapp.models import Batch, ReminderType, Template


def options(batches: Collection[str]) -> dict[str, Any]:
    """What the page can be narrowed to, and what can be written; with the numbers of the rail, in one statement."""
    kinds = {kind.code: each.code for each in channels.written() if not each.later for kind in each.kinds}
    types: Any = fn.json_group_array(fn.json_array(ReminderType.id, ReminderType.name_fr, ReminderType.name_en))
    lots: Any = fn.json_group_array(fn.json_array(Batch.number, Batch.description))
    second = (Template.communication == SECOND_CONTACT) & Template.is_default
    told: Any = fn.json_group_array(
        fn.json_array(Template.id, Template.kind, second, Template.name_fr, Template.name_en)
    )
    found = navigation.scalars(
        types=ReminderType.select(types).where(ReminderType.follows_answer),
        batches=Batch.select(lots).where(Batch.number << sorted(map(int, batches))),
        templates=Template.select(told).where(
            Template.kind << list(kinds), Template.archived_at.is_null(), wording.FIT
        ),
    )
    templates: dict[str, list[tuple[int, str]]] = defaultdict(list)
    defaults: dict[str, int] = {}
    for id_, kind, default, fr, en in json.loads(found["templates"]):
        templates[kinds[kind]].append((id_, pick(fr, en)))
        if default and (kinds[kind] not in defaults or kind == channels.one(kinds[kind]).kinds[0].code):
            defaults[kinds[kind]] = id_
    return {
        "types": [(id_, pick(fr, en)) for id_, fr, en in json.loads(found["types"])],
        "batches": [
            (str(number), f"{number}, {description}" if description else str(number))
            for number, description in sorted(json.loads(found["batches"]), reverse=True)
        ],
        "templates": {code: sorted(some, key=lambda each: each[1].lower()) for code, some in templates.items()},
        "defaults": defaults,
    }
