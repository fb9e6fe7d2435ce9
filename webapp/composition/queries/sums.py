"""What composing a lot would add up to, without a person being built: SQL groups its reminders once.

It decides by the SQL of `eligibility`, `candidates` and `reach`, and by candidates.Decision, which is asked once
for all who are alike. Only clients who may share a message are composed one by one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from webapp import channels, db, here, text
from webapp.composition.queries import candidates, households
from webapp.composition.queries.candidates import Decision, Policy, Row, Scope
from webapp.composition.queries.composing import policy_of
from webapp.composition.rules.grouping import BY_ANIMAL, BY_CLIENT, BY_SPECIES, Composition, Group, compose
from webapp.composition.rules.sums import Alike, Left, Line, Sums, client_of
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


def asked(
    scope: Scope, *, channel: str, version: TemplateVersion | None, now: datetime, grouping: str = BY_CLIENT,
    recently_too: bool = False, only_first: bool = False, titled: bool = False,
) -> Asked:  # fmt: skip
    """The reminders of `scope`, as composing.composed is asked; `titled`: apart by the client's title."""
    policy = policy_of(scope, channel, version, now, recently_too=recently_too, only_first=only_first)
    return Asked(scope, policy, grouping, titled)


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
_LATER = """SELECT (SELECT min(starts_at) FROM appointment WHERE starts_at >= :now),
    (SELECT min(done_at) FROM reminder WHERE done_at > :since)"""


def sums(of: Asked) -> Sums:
    """The sums of composing.composed; not of a correction. Whoever asks for them changes nothing in them."""
    now = of.policy.now
    asked = replace(of, policy=replace(of.policy, now=_ANY)), here.day(now), here.zone()
    return _KEPT.of(asked, lambda: _standing(of), lambda found: found.stands(now)).sums


def _standing(of: Asked) -> _Standing:
    now = db.instant_text(of.policy.now)
    ((appointment, done),) = db.rows(_LATER, {"now": now, "since": candidates.lately(of.policy.now)})
    return _Standing(_sums(of), now, appointment or _NEVER, done or _NEVER)


def _sums(of: Asked) -> Sums:
    some = reach.some_of(of.policy.purpose)
    statement = _Statement(of, some)
    by: dict[Any, list[int]] = defaultdict(list)
    found = statement.messages()
    for row in found:
        by[row[2:]].append(row[0])
    places = [(row[1], row[0]) for row in found if row[3] and row[6] is None]
    alikes = {Alike(*each): messages for each, messages in by.items()}
    together = _Together(of).among(places)
    left: dict[Line, Left] = defaultdict(Left)
    alone: dict[Alike, list[int]] = {}
    reminders = 0
    decision = _Alikes(of.policy)
    for alike, messages in alikes.items():
        out = alike.out.split(",") if alike.out else []
        reminders += (alike.to_write + len(out)) * len(messages)
        whose = set(map(client_of, messages))
        for why in out:
            left[decision.line(alike, why)].add(len(messages), alike.language, whose)
        if alike.to_write and (line := decision.line(alike)).why:
            left[line].add(alike.to_write * len(messages), alike.language, whose)
        elif alike.to_write:
            alone[alike] = [each for each in messages if client_of(each) not in together] if together else messages
    shared = compose(_people(of, statement, together), grouping=of.grouping).groups if together else ()
    return Sums(reminders, dict(left), {alike: some for alike, some in alone.items() if some}, shared)


def of_composition(found: Composition) -> Sums:
    """The sums of what was composed one by one."""
    left: dict[Line, Left] = defaultdict(Left)
    for why, some in found.left_out.items():
        for each in some:
            line = Line(why, each.others, each.row.prefers if why == "prefers_other" else "")
            left[line].add(1, each.language, (each.client_id,))
    return Sums(found.reminders, dict(left), {}, found.groups)


def people(of: Asked, clients: Collection[int]) -> tuple[Group, ...]:
    """The messages of these clients, one by one."""
    statement = _Statement(of, reach.some_of(of.policy.purpose))
    return compose(_people(of, statement, clients), grouping=of.grouping).groups


def _people(of: Asked, statement: "_Statement", clients: Collection[int]) -> list[candidates.Candidate]:
    wanted = statement.reminders(clients)
    found = candidates.rows(Reminder.id << wanted, candidates.reached(of.policy, statement.some))
    decision = Decision(of.policy, {}, resting=statement.resting)
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
        self.resting = candidates.resting(of.scope, policy)
        self.scope, given = _named(Reminder.select().where(candidates.condition(of.scope)))
        self.given = {
            **answers.given(policy.now), **given, "since": candidates.lately(policy.now), "purpose": policy.purpose,
            "resting": db.ids(self.resting),
        }  # fmt: skip

    def _why(self) -> str:
        perhaps = f"reminder.id IN {eligibility.PERHAPS}"
        unwanted = eligibility.why_not(first_contact="1", perhaps=perhaps)
        if self.channel.leaves != channels.HAND:
            unwanted = f"nullif({unwanted}, '{eligibility.ASKED}')"
        lately = "" if self.of.policy.recently_too else f"WHEN {candidates.REACHED_LATELY} THEN '{_RECENTLY}'"
        return f"coalesce({unwanted}, CASE WHEN {candidates.PLANNED_ALREADY} THEN '{_PLANNED}' {lately} END)"

    def _needs(self, columns: str, more: str = "") -> str:
        """SQL: the reminders of the scope that need a first contact."""
        return (
            f"SELECT {columns}, {self._why()} AS why FROM ({self.scope}) AS reminder "
            f"LEFT JOIN animal ON animal.id = reminder.animal_id {more}"
        )

    def messages(self) -> list[Any]:
        # The limit keeps SQLite from taking the two SELECTs for one, in which `why` would be worked out three times.
        columns = f"reminder.client_id AS k, {_APART[self.of.grouping]} AS apart, reminder.due_on, reminder.animal_id"
        purpose, client = ":purpose", "c"
        may_not = reach.why_not(self.channel, client=client, purpose=purpose, on=":today", some=self.some)
        on = here.day(self.of.policy.now)
        bits = reach.bits(self.of.policy.purpose, on, client=client, some=self.some).sql.replace("?", purpose)
        place = _HOME if self.channel.together else f"c.{self.channel.address[0]}"
        resting = "c.id IN (SELECT value FROM json_each(:resting))" if self.resting else "0"
        return db.rows(
            f"""WITH {answers.TABLE}
            SELECT k << 32 | apart, {place}, due_on, to_write, animals = 0, out, nullif({may_not}, ''), {bits},
                c.prefers, c.language, {resting}, (c.first_name = '') + 2 * (c.last_name = ''),
                {"c.title" if self.of.titled else "''"}
            FROM (SELECT k, apart, min(CASE WHEN why IS NULL THEN due_on END) AS due_on,
                    count(*) - count(why) AS to_write, count(CASE WHEN why IS NULL THEN animal_id END) AS animals,
                    group_concat(why) AS out
                  FROM ({self._needs(columns)} LIMIT -1) GROUP BY k, apart)
            CROSS JOIN client AS c ON c.id = k""",
            self.given,
        )

    def reminders(self, clients: Collection[int]) -> list[int]:
        """Of these clients' reminders, those against which nothing speaks but what concerns their client."""
        whose = "WHERE reminder.client_id IN (SELECT value FROM json_each(:clients))"
        found = db.rows(
            f"WITH {answers.TABLE} SELECT id FROM ({self._needs('reminder.id', whose)} LIMIT -1) WHERE why IS NULL",
            {**self.given, "clients": db.ids(clients)},
        )
        return [each for (each,) in found]


def _named(query: Any) -> tuple[str, dict[str, Any]]:
    """A SELECT of Peewee's for a statement whose values have names."""
    sql, given = query.sql()
    names = iter(range(len(given)))
    return re.sub(r"\?", lambda _: f":own{next(names)}", sql), {f"own{at}": value for at, value in enumerate(given)}


# SQL: of those who live together the same, of a client `c`: the postal code and the number in the street; null where
# these are written in another way than most do.
_CODE = "lower(replace(replace(replace(c.postal_code, ' ', ''), char(160), ''), '-', ''))"
_STREET = "replace(replace(c.address, char(160), ' '), ',', ' ')"
_NUMBER = f"lower(substr({_STREET}, 1, instr({_STREET} || ' ', ' ') - 1))"
_HOME = (
    f"CASE WHEN {_CODE} || {_NUMBER} NOT GLOB '*[^0-9a-z]*' AND {_NUMBER} <> '' THEN {_CODE} || '|' || {_NUMBER} END"
)


class _Together:
    """Finds the clients who may share a message, by where it goes: more of them than do, but all who do."""

    def __init__(self, of: Asked) -> None:
        self.channel = channels.one(of.policy.channel)
        self.apart = of.grouping == BY_ANIMAL

    def among(self, places: Sequence[tuple[str | None, int]]) -> set[int]:
        if self.apart:
            return set()
        found: dict[str, set[int]] = defaultdict(set)
        keys = self._homes(places) if self.channel.together else self._addresses(places)
        often = {key for key, count in Counter(key for key, _ in keys).items() if count > 1}
        if not often:
            return set()
        for key, message in keys:
            if key in often:
                found[key].add(client_of(message))
        return {client for some in found.values() if len(some) > 1 for client in some}

    def _addresses(self, places: Sequence[tuple[str | None, int]]) -> list[tuple[str, int]]:
        return [(self.channel.normalised(place or ""), message) for place, message in places]

    def _homes(self, places: Sequence[tuple[str | None, int]]) -> list[tuple[str, int]]:
        odd = [message for place, message in places if place is None]
        found = [(place, message) for place, message in places if place is not None]
        return found + list(_odd(odd)) if odd else found


def _odd(messages: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The same of those for whom the database cannot say it, as composition.rules.grouping.household reads them."""
    homes = db.rows(
        "SELECT id, address, address_2, postal_code FROM client WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": db.ids({client_of(each) for each in messages})},
    )
    where = {}
    for client, address, address_2, code in homes:
        street = text.words(f"{address} {address_2}")
        where[client] = f"{''.join(text.words(code))}|{street[0] if street else ''}"
    for message in messages:
        yield where[client_of(message)], message
