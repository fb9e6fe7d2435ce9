"""What composing a lot would add up to, without a person being built: SQL groups its reminders once.

It decides by the SQL of `eligibility`, `candidates` and `reach`, and by deciding.Decision, which is asked once
for all who are alike. Only clients who may share a message are composed one by one.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from webapp import channels, db, here
from webapp.composition.queries import candidates, households
from webapp.composition.queries.acts import Acts, texts, worded
from webapp.composition.queries.candidates import Policy, Row, Scope
from webapp.composition.queries.composing import policy_of
from webapp.composition.queries.deciding import Decision
from webapp.composition.rules.grouping import (
    BY_ANIMAL,
    BY_CLIENT,
    BY_SPECIES,
    Candidate,
    Group,
    compose,
)
from webapp.composition.rules.sums import Alike, Left, Line, Sums, client_of, read
from webapp.consents.queries import reach
from webapp.models import Reminder, TemplateVersion
from webapp.reminders.queries import answers, eligibility
from webapp.unchanged import Unchanged

_NEVER = "9"  # after any instant
_ANY = datetime.min.replace(tzinfo=UTC)
_PLANNED, _RECENTLY = "already_planned", "recently"
_APART = {BY_CLIENT: "0", BY_SPECIES: "ifnull(animal.species_id, 0)", BY_ANIMAL: "ifnull(reminder.animal_id, 0)"}


@dataclass(frozen=True)
class Asked:
    """Whose reminders are summed up, and how they would be written to."""

    scope: Scope
    policy: Policy
    grouping: str = BY_CLIENT
    titled: bool = False  # apart by title: where the wording names it
    acts: Acts | None = None  # what some are written with in place of their type's text


def asked(
    scope: Scope, *, channel: str, version: TemplateVersion | None, now: datetime, grouping: str = BY_CLIENT,
    recently_too: bool = False, only_first: bool = False, titled: bool = False, acts: Acts | None = None,
) -> Asked:  # fmt: skip
    """The reminders of `scope`, as composing.composed is asked; `titled`: apart by the client's title."""
    policy = policy_of(scope, channel, version, now, recently_too=recently_too, only_first=only_first)
    return Asked(scope, policy, grouping, titled, acts)


@dataclass
class _Messages:
    """Messages by their numbers, and in the same order, as JSON, where they go and the family names of their clients,
    which are only looked at where several may live together."""

    numbers: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Standing:
    """Sums, and until when nothing but a change in the database changes them, as the database has it: from when they
    were found until an appointment begins, or what was reached lately no longer is."""

    sums: Sums
    since: str
    appointment: str
    done: str

    def stands(self, now: datetime) -> bool:
        at = db.instant_text(now)
        return self.since <= at <= self.appointment and candidates.lately(now) < self.done


_KEPT: Unchanged[_Standing] = Unchanged(6)
forget = _KEPT.forget
_LATER = "SELECT min(starts_at) FROM appointment WHERE starts_at >= :now"
_UNTIL = "SELECT min(done_at) FROM reminder WHERE done_at > :since"


def sums(of: Asked) -> Sums:
    """The sums of composing.composed; not of a correction. Whoever asks for them changes nothing in them."""
    now = of.policy.now
    asked = replace(of, policy=replace(of.policy, now=_ANY)), here.day(now), here.zone()
    return _KEPT.of(asked, lambda: _standing(of), lambda found: found.stands(now)).sums


def _standing(of: Asked) -> _Standing:
    found, now = _sums(of), of.policy.now
    ((appointment,),) = db.rows(_LATER, {"now": db.instant_text(now)})
    done = None
    if _RECENTLY in found.left_out:
        ((done,),) = db.rows(_UNTIL, {"since": candidates.lately(now)})
    return _Standing(found, db.instant_text(now), appointment or _NEVER, done or _NEVER)


def _sums(of: Asked) -> Sums:
    statement = _Statement(of, reach.some_of(of.policy.purpose))
    left: dict[Line, Left] = defaultdict(Left)
    written: dict[Alike, _Messages] = {}
    reminders = 0
    decision = _Alikes(of.policy)
    for alike, some in statement.alike().items():
        messages = some.numbers
        out = alike.out.split(",") if alike.out else []
        reminders += (alike.to_write + len(out)) * len(messages)
        line = decision.line(alike) if alike.to_write else None
        if line and not line.why:
            written[alike] = some
        if out or (line and line.why):
            whose = set(map(client_of, messages))
        for why in out:
            left[decision.line(alike, why)].add(len(messages), alike.language, whose)
        if line and line.why:
            left[line].add(alike.to_write * len(messages), alike.language, whose)
    together = _together(of, written.values())
    alone = {
        alike: [each for each in messages if client_of(each) not in together] if together else messages
        for alike, messages in ((alike, some.numbers) for alike, some in written.items())
    }
    shared = people(of, together) if together else ()
    return Sums(reminders, dict(left), {alike: some for alike, some in alone.items() if some}, shared)


def people(of: Asked, clients: Collection[int]) -> tuple[Group, ...]:
    """The messages of these clients, one by one."""
    return worded(compose(_people(of, clients), grouping=of.grouping).groups, of.acts)


def written(of: Asked) -> list[Candidate]:
    """The reminders that the messages are about, one by one."""
    found = sums(of)
    clients = {client_of(each) for messages in found.alone.values() for each in messages}
    clients.update(client for group in found.shared for client in group.client_ids)
    return _people(of, clients) if clients else []


def _people(of: Asked, clients: Collection[int]) -> list[Candidate]:
    statement = _Statement(of, reach.any_at_all())
    wanted = statement.reminders(clients)
    found = candidates.rows(Reminder.id << wanted, candidates.reached(of.policy, statement.some))
    decision = Decision(of.policy, {})
    written = [each for each in map(decision.candidate, found) if not each.why_not]
    return households.at_home(written) if channels.one(of.policy.channel).together else written


class _Alikes:
    """Decides for all who are alike at once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def line(self, alike: Alike, why: str = "") -> Line:
        """Where such reminders stand that are left out because of `why`, or which only their client's ways decide."""
        unwanted = {0: why} if why not in ("", _PLANNED, _RECENTLY) else {}
        resting = (0,) if alike.resting else ()
        decision = Decision(
            self.policy, unwanted, (0,) if why == _PLANNED else (), (0,) if why == _RECENTLY else (), resting
        )
        one = decision.candidate(_row(alike))
        return Line(one.why_not, one.others, alike.prefers if one.why_not == "prefers_other" else "")


def _row(alike: Alike) -> Row:
    return Row(
        0, date.min, 0, 0, None, "", "", "", "", "", alike.language, alike.prefers, None, None, None, None, None, None,
        "", "", "", "", "", may_not=alike.may_not or "", reach=alike.reach,
    )  # fmt: skip


class _Statement:
    """Each message to be, as a row: whom it is for, where it goes, and what decides about it."""

    def __init__(self, of: Asked, some: Collection[str]) -> None:
        self.of, self.some = of, some
        policy = of.policy
        self.channel = channels.one(policy.channel)
        self.rest = candidates.given_rest(of.scope, policy)
        self.scope, given = _named(Reminder.select().where(candidates.condition(of.scope)))
        self.given = {
            **answers.given(policy.now), **given, **self.rest, "since": candidates.lately(policy.now),
            "purpose": policy.purpose,
        }  # fmt: skip

    def _why(self) -> str:
        perhaps = f"reminder.id IN {eligibility.PERHAPS}"
        first = "0" if self.of.scope.reached_before else "1"
        unwanted = eligibility.why_not(first_contact=first, perhaps=perhaps)
        if self.channel.leaves != channels.HAND:
            unwanted = f"nullif({unwanted}, '{eligibility.ASKED}')"
        lately = "" if self.of.policy.reached_too else f"WHEN {candidates.REACHED_LATELY} THEN '{_RECENTLY}'"
        return f"coalesce({unwanted}, CASE WHEN {candidates.PLANNED_ALREADY} THEN '{_PLANNED}' {lately} END)"

    def alike(self) -> dict[Alike, _Messages]:
        """The messages to be, by what decides about them."""
        found: dict[Alike, _Messages] = defaultdict(_Messages)
        for told, ways, said, numbers, places, names in db.rows(self._messages(), self.given):
            nameless, resting, may_not, bits = ways & 3, ways >> 2 & 1, reach.WHY[ways >> 3 & 7], ways >> 6
            prefers, language, title = said.split("|", 2)
            due_on, to_write, bare, out, text = read(told)
            if text and self.of.acts:
                text = self.of.acts.taken(text, language)
            alike = Alike(
                due_on, to_write, bare, out, may_not or None, bits, prefers, language, resting, nameless, title, text
            )  # fmt: skip
            found[alike].numbers.extend(json.loads(numbers))
            found[alike].places.append(places)
            found[alike].names.append(names)
        return found

    def _messages(self) -> str:
        """All messages that are alike are one row, with their numbers, and where they go, in the same order. What is
        alike is put into few columns: to sort them is half of it."""
        # What is said of a reminder: why it is left out, or the day, and whether it has an animal. The limits have what
        # is said worked out once, before it is sorted.
        table, join, text = self._texts()
        day = "reminder.due_on || iif(reminder.animal_id IS NULL, '-', '+')"
        said = f"coalesce({self._why()}, {day}{text})"
        may_not = reach.why_not(
            self.channel, client="c", purpose=":purpose", on=":today", some=self.some, numbered=True
        )
        on = here.day(self.of.policy.now)
        bits = reach.bits(self.of.policy.purpose, on, client="c", some=self.some).sql.replace("?", ":purpose")
        resting = f"(c.id IN ({candidates.RESTING}))" if self.rest else "0"
        place = "c.postal_code" if self.channel.together else f"c.{self.channel.address[0]}"
        name = "c.last_name" if self.channel.together else "NULL"
        names = "json_group_array(name)" if self.channel.together else "'[]'"
        return f"""WITH {answers.TABLE}{table}
            SELECT told, ways, said, json_group_array(number), json_group_array(place), {names}
            FROM (SELECT k << 32 | apart AS number, told, {place} AS place, {name} AS name,
                    64 * ({bits}) + 8 * {may_not}
                    + 4 * {resting} + 2 * (c.last_name = '') + (c.first_name = '') AS ways,
                    c.prefers || '|' || c.language || '|' || {"c.title" if self.of.titled else "''"} AS said
                  FROM (SELECT k, apart, group_concat(said) AS told
                        FROM (SELECT reminder.client_id AS k, {_APART[self.of.grouping]} AS apart, {said} AS said
                              FROM ({self.scope}) AS reminder
                              LEFT JOIN animal ON animal.id = reminder.animal_id {join} LIMIT -1)
                        GROUP BY k, apart)
                  CROSS JOIN client AS c ON c.id = k LIMIT -1)
            GROUP BY ways, told, said"""

    def _texts(self) -> tuple[str, str, str]:
        """The templates of those that have another than their type's: as a table, how it is joined, and the one of a
        reminder."""
        found = texts(self.of.acts, self.scope, self.given) if self.of.acts else {}
        if not found:
            return "", "", ""
        self.given["texts"] = db.ids(found.items())
        table = """, own_text(reminder_id, template_id) AS MATERIALIZED (
            SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:texts))"""
        join = "LEFT JOIN own_text ON own_text.reminder_id = reminder.id"
        return table, join, " || ifnull(own_text.template_id, '')"

    def reminders(self, clients: Collection[int]) -> list[int]:
        """Of these clients' reminders, those against which nothing speaks but what concerns their client."""
        found = db.rows(
            f"""WITH {answers.TABLE} SELECT reminder.id
            FROM json_each(:clients) AS whom CROSS JOIN reminder AS own ON own.client_id = whom.value
            CROSS JOIN ({self.scope}) AS reminder ON reminder.id = own.id
            LEFT JOIN animal ON animal.id = reminder.animal_id WHERE {self._why()} IS NULL""",
            {**self.given, "clients": db.ids(clients)},
        )
        return [each for (each,) in found]


def _named(query: Any) -> tuple[str, dict[str, Any]]:
    """A SELECT of Peewee's for a statement whose values have names."""
    sql, given = query.sql()
    names = iter(range(len(given)))
    return re.sub(r"\?", lambda _: f":own{next(names)}", sql), {f"own{at}": value for at, value in enumerate(given)}


def _together(of: Asked, written: Iterable[_Messages]) -> set[int]:
    """The clients who may share a message, by where it goes."""
    channel = channels.one(of.policy.channel)
    if of.grouping == BY_ANIMAL:
        return set()
    some = list(written)
    clients = [client_of(number) for each in some for number in each.numbers]
    places = chain.from_iterable(map(json.loads, chain.from_iterable(each.places for each in some)))
    names = chain.from_iterable(map(json.loads, chain.from_iterable(each.names for each in some)))
    found: dict[str, set[int]]
    if channel.together:
        found = households.shared(clients, names, places)
    else:
        found = households.of_several(list(map(channel.normalised, places)), clients)
    return {client for those in found.values() for client in those}
