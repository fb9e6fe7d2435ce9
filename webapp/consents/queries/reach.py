"""Whether a client may be reached, as SQL: consents.rules.may_reach, for statements over many clients."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from peewee import SQL

from webapp import channels, db
from webapp.channels import Channel
from webapp.consents.queries.holds import client_held
from webapp.consents.rules import (
    ARCHIVED,
    ASKED,
    EXPECTED,
    HELD,
    NO_ADDRESS,
    NO_REMINDERS,
    NO_SMS,
    REFUSED,
    SUPPRESSED,
    Blocked,
)

# What `why_not` may say; no more than eight, as three bits hold a place in it.
WHY = ("", ARCHIVED, NO_REMINDERS, HELD, NO_ADDRESS, NO_SMS, REFUSED, SUPPRESSED)


def why_not(
    channel: Channel, *, client: str, purpose: str, on: str, addressed: bool = True,
    some: Collection[str] | None = None, numbered: bool = False,
) -> str:  # fmt: skip
    """SQL: why this channel may not reach the client of this alias for this purpose on this day; '' when it may.

    `purpose` and `on` are SQL as well. Without `addressed`, whether there is an address at all is not asked. `some`:
    what there is any of (some_of), where it is known. `numbered`: its place in WHY instead.
    """
    said = {code: str(place) if numbered else f"'{code}'" for place, code in enumerate(WHY)}
    has = [f"{client}.{column} <> ''" for column in channel.address]
    lacks = f"WHEN NOT ({(' AND ' if channel.together else ' OR ').join(has)}) THEN {said[NO_ADDRESS]}"
    lacks += f" WHEN NOT {client}.{channel.takes} THEN {said[NO_SMS]}" if channel.takes else ""
    held = f"WHEN {client_held(client)} THEN {said[HELD]}" if some is None or HELD in some else ""
    lost = f"WHEN {suppressed(channel, client=client, purpose=purpose)} THEN {said[SUPPRESSED]}"
    lost = lost if some is None or channel.code in some else ""
    return f"""CASE WHEN {client}.archived_at IS NOT NULL THEN {said[ARCHIVED]}
        WHEN {purpose} NOT IN {EXPECTED} AND {wants_no_reminders(client, on)} THEN {said[NO_REMINDERS]}
        {held} {lacks if addressed else ""} WHEN NOT {client}.{channel.accepts} THEN {said[REFUSED]}
        {lost} ELSE {said[""]} END"""


def wants_no_reminders(whom: str, on: str) -> str:
    """SQL: whether reminders to the client, or about the animal, of this alias are refused on this day (SQL too)."""
    return f"({whom}.no_reminders OR coalesce({whom}.no_reminders_until >= {on}, 0))"


def silent(table: str, on: str) -> str:
    """SQL: the ids of the few clients, or animals (`table`), who want no reminders on this day, found by an index."""
    few = f"({table}.no_reminders OR {table}.no_reminders_until IS NOT NULL)"
    return f"(SELECT {table}.id FROM {table} WHERE {few} AND {wants_no_reminders(table, on)})"


def suppressed(channel: Channel, *, client: str, purpose: str) -> str:
    """SQL: whether the client asked for it, or none of their addresses is left for this purpose.

    The purpose stands in it once, and once more for each address that is compared.
    """
    # The plus has the few rows of a client looked at, not all of the channel.
    own = f"+suppression.channel = '{channel.code}' AND suppression.client_id = {client}.id"
    if not channel.compared:
        return _exists(own, purpose)
    held = []
    for column in channel.address:
        address = f"trim({client}.{column})"
        same = f"suppression.address = {f'lower({address})' if channel.lower else address}"
        one = _exists(f"suppression.channel = '{channel.code}' AND {same}", purpose)
        held.append(one if len(channel.address) == 1 else f"({client}.{column} = '' OR {one})")
    if len(channel.address) > 1:  # of several numbers one may be blocked
        some = " OR ".join(f"{client}.{column} <> ''" for column in channel.address)
        return f"({some}) AND {' AND '.join(held)}"
    return f"({held[0]} OR {_exists(f'{own} AND suppression.reason IN {ASKED}', purpose)})"


def _exists(which: str, purpose: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM suppression WHERE {which} AND suppression.lifted_at IS NULL "
        f"AND suppression.purpose IN ('', {purpose}))"
    )


def bits(purpose: str, on: date, *, client: str = "c", some: Collection[str] | None = None) -> SQL:
    """All channels that may reach the client of this alias, as the bits of client.reach; of one who is held, HELD_BIT.

    `some`: what there is any of, where it is known.
    """
    some = some_of(purpose) if some is None else some
    lost = [(each.bit, suppressed(each, client=client, purpose="?")) for each in channels.all() if each.code in some]
    reach = f"{client}.reach"
    if lost:
        reach += f" & ~({' | '.join(f'{bit} * ({sql})' for bit, sql in lost)})"
    reach = f"iif({client_held(client)}, {HELD_BIT}, {reach})" if HELD in some else reach
    some_way = f"{client}.archived_at IS NULL"
    if purpose not in EXPECTED:
        day = f"'{on}'"
        some_way += f" AND NOT {wants_no_reminders(client, day)}"
    return _given(f"iif({some_way}, {reach}, 0)", purpose)


def some_of(purpose: str) -> set[str]:
    """The channels by which anything is blocked; HELD, if clients are; ANIMALS_HELD, ANIMALS_SILENT, if animals are.

    One statement: most clinics have few of all that, and need not look for it.
    """
    return {code for (code,) in db.rows(_SOME, (purpose, HELD, ANIMALS_HELD, ANIMALS_SILENT))}


def any_at_all() -> set[str]:
    """The same where nobody has looked: all that there could be. For few clients that is the quicker."""
    return {*channels.codes(), HELD, ANIMALS_HELD, ANIMALS_SILENT}


ANIMALS_HELD, ANIMALS_SILENT = "animals_held", "animals_silent"
HELD_BIT = 1 << 30  # of no channel
_SOME = """SELECT DISTINCT channel FROM suppression WHERE lifted_at IS NULL AND purpose IN ('', ?)
UNION ALL SELECT ? WHERE EXISTS (SELECT 1 FROM hold WHERE client_id IS NOT NULL AND settled_at IS NULL)
UNION ALL SELECT ? WHERE EXISTS (SELECT 1 FROM hold WHERE animal_id IS NOT NULL AND settled_at IS NULL)
UNION ALL SELECT ? WHERE EXISTS (SELECT 1 FROM animal WHERE no_reminders OR no_reminders_until IS NOT NULL)"""


def selected(
    channel: Channel, purpose: str, on: date, *, client: str = "c", some: Collection[str] | None = None
) -> tuple[SQL, SQL, SQL]:
    """Three columns to be selected of each client (`client`: the table's alias).

    The address by this channel, why it may not be used, and `bits`. `some`: what there is any of, where it is known.
    """
    address = "''" if channel.together else f"{client}.{channel.address[0]}"
    may_not = why_not(channel, client=client, purpose="?", on=f"'{on}'", some=some)
    return SQL(address), _given(may_not, purpose), bits(purpose, on, client=client, some=some)


def _given(sql: str, purpose: str) -> SQL:
    return SQL(sql, [purpose] * sql.count("?"))


def blocked() -> Blocked:
    """All that is suppressed, for consents.rules; one statement."""
    return held(db.rows("SELECT channel, address, client_id, purpose, reason FROM suppression WHERE lifted_at IS NULL"))


def held(rows: Iterable[tuple[str, str, int | None, str, str]]) -> Blocked:
    """Suppressions in force for consents.rules: channel, address, client, purpose and reason of each."""
    found: defaultdict[str, defaultdict[str | int, set[str]]] = defaultdict(lambda: defaultdict(set))
    compared = {channel.code for channel in channels.all() if channel.compared}
    for code, address, client_id, purpose, reason in rows:
        if code in compared:
            found[code][address].add(purpose)
        if client_id is not None and (code not in compared or reason in ASKED):
            found[code][client_id].add(purpose)
    return found
