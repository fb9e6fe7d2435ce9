"""What was said to clients, and how often one called in vain."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from webapp import db
from webapp.calls import rules
from webapp.composed import ASKED, Composed, Part


class Spoken(NamedTuple):
    """A contact that was not taken back."""

    id: int
    client_id: int
    at: datetime
    by: str  # empty = somebody who is no longer known
    channel: str
    incoming: bool
    result: str
    number: str
    note: str
    until: datetime | None

    @property
    def answered(self) -> bool:
        """Whether somebody was there: neither in vain nor a wrong number."""
        return self.result not in (*rules.UNANSWERED, rules.WRONG_NUMBER)


@dataclass(frozen=True)
class InVain:
    """How often one called in vain since somebody was there, and when last."""

    times: int = 0
    last: Spoken | None = None

    @property
    def is_enough(self) -> bool:
        """Whether one had better write."""
        return self.times >= rules.MOST_UNANSWERED


@dataclass(frozen=True)
class Said:
    """What was said to the client who is open."""

    shown: Sequence[Spoken] = ()  # the newest first: the last of all, of each channel, and where somebody answered
    in_all: int = 0
    newest: int = 0  # the id of the one that was written down last, 0 = there is none


@dataclass(frozen=True)
class Told:
    """Of the client who is open what was said; of all how often one called in vain."""

    said: Said
    vain: Mapping[int, InVain]


LINES = 3  # that are shown of what was said last
_VAIN = ", ".join(f"'{result}'" for result in rules.UNANSWERED)
# A wrong number says nothing of who was there.
_CALL = f"""channel = 'phone' AND result <> '{rules.WRONG_NUMBER}' AND undone_at IS NULL"""
_COLUMNS = """said.id, said.client_id, said.at, coalesce(staff_member.name, ''), said.channel, said.incoming,
    said.result, said.number, said.note, said.until"""
# First, for each client, the last call if it was in vain, with how many were since somebody was there; then what was
# said to the one who is open. Nothing else of what may be hundreds.
_TOLD = f"""
SELECT 1, (
    SELECT count(*) FROM contact WHERE contact.client_id = said.client_id AND {_CALL} AND contact.at > coalesce((
        SELECT max(there.at) FROM contact AS there
        WHERE there.client_id = said.client_id AND {_CALL} AND there.result NOT IN ({_VAIN})), '')
    ), 0, {_COLUMNS}
FROM json_each(?) AS asked
CROSS JOIN contact AS said ON said.id = (
    SELECT contact.id FROM contact WHERE contact.client_id = asked.value AND {_CALL}
    ORDER BY contact.at DESC, contact.id DESC LIMIT 1)
LEFT JOIN staff_member ON staff_member.id = said.by_id WHERE said.result IN ({_VAIN})
UNION ALL
SELECT 0, said.in_all, said.newest, {_COLUMNS} FROM (
    SELECT contact.*, count(*) OVER () AS in_all, max(contact.id) OVER () AS newest,
        row_number() OVER (ORDER BY contact.at DESC, contact.id DESC) AS place,
        row_number() OVER (PARTITION BY contact.channel ORDER BY contact.at DESC) AS of_channel,
        row_number() OVER (PARTITION BY contact.number, contact.result IN ({_VAIN}, '{rules.WRONG_NUMBER}')
            ORDER BY contact.at DESC) AS of_number
    FROM contact WHERE contact.client_id = ? AND contact.undone_at IS NULL) AS said
LEFT JOIN staff_member ON staff_member.id = said.by_id
WHERE said.place <= {LINES} OR said.of_channel = 1
    OR (said.of_number = 1 AND said.number <> '' AND said.result NOT IN ({_VAIN}, '{rules.WRONG_NUMBER}'))"""


def told(client_ids: Iterable[int], open_id: int | None) -> Told:
    """Of these clients, one of whom, or another, is open; one statement."""
    return _told(_ASKED.rows(db.ids(client_ids), open_id))


def told_of(client_ids: Iterable[int], open_id: int | None) -> Part:
    """The same, beside other things."""
    return Part(_LISTED.asking(db.ids(client_ids), open_id), lambda found: _told(json.loads(found)))


_ASKED = Composed(_TOLD, (ASKED, ASKED))
_LISTED = _ASKED.listed(13)


def _told(found: Iterable[Sequence[Any]]) -> Told:
    vain: dict[int, InVain] = {}
    shown: list[Spoken] = []
    said = Said()
    for of_all, count, newest, *columns in found:
        each = _spoken(*columns)
        if of_all:
            vain[each.client_id] = InVain(count, each)
        else:
            shown.append(each)
            said = Said(shown, count, newest)
    shown.sort(key=lambda each: (each.at, each.id), reverse=True)
    return Told(said, vain)


def _spoken(id_: int, client_id: int, at: str, by: str, channel: str, incoming: int, *more: Any) -> Spoken:
    result, number, note, until = more
    then = datetime.fromisoformat(at)
    return Spoken(id_, client_id, then, by, channel, bool(incoming), result, number, note, db.instant(until))
