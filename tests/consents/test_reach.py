"""The SQL and the rule of who may be reached, held against each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.conftest import NOW
from tests.consents.reaching import PURPOSES, TODAY, people, settle, suppressions, tried
from webapp import channels, db
from webapp.consents.queries import holds, reach
from webapp.consents.rules import may_reach, wants_no_reminders
from webapp.models import Animal, Client, Suppression


@dataclass(frozen=True)
class Case:
    """One question, and both answers."""

    client: Client
    channel: channels.Channel
    purpose: str
    rule: str
    sql: str


def cases(rows: list[Client], *, addressed: bool = True) -> list[Case]:
    blocked, held = reach.blocked(), holds.clients()
    found = []
    for channel, purpose in itertools.product(channels.all(), PURPOSES):
        sql = reach.why_not(channel, client="c", purpose=f"'{purpose}'", on="'2026-03-05'", addressed=addressed)
        said = dict(db.database.execute_sql(f"SELECT c.id, {sql} FROM client c").fetchall())
        for row in rows:
            rule = may_reach(row, channel, purpose, TODAY, blocked=blocked, held=held, addressed=addressed)
            found.append(Case(row, channel, purpose, rule, said[row.id]))
    return found


@tried
@given(st.lists(people, min_size=1, max_size=4), st.lists(suppressions, max_size=8))
def test_it_says_in_sql_what_the_rule_says(
    app: Flask, clients: list[dict[str, Any]], barred: list[dict[str, Any]]
) -> None:
    rows = settle(clients, barred)
    for case in [*cases(rows), *cases(rows, addressed=False)]:
        assert case.sql == case.rule, case
    for purpose in PURPOSES:
        expression = reach.bits(purpose, TODAY)
        bits = dict(db.rows(f"SELECT c.id, {expression.sql} FROM client c", expression.params))
        for case in cases(rows):
            if case.purpose == purpose:
                assert bool(bits[case.client.id] & case.channel.bit) is not bool(case.rule), case


@tried
@given(st.lists(people, min_size=1, max_size=4))
def test_it_finds_whoever_wants_no_reminders(app: Flask, clients: list[dict[str, Any]]) -> None:
    """The same of a client and of an animal: the list of them in SQL, the condition, and the rule."""
    Animal.delete().execute()
    owners = settle(clients, [])
    refusal = ("no_reminders", "no_reminders_until")
    for owner in owners:
        factories.animal(owner=factories.client(), **{name: getattr(owner, name) for name in refusal})
    for table, model in (("client", Client), ("animal", Animal)):
        refused = {each.id for each in model.select() if wants_no_reminders(each, TODAY)}
        assert {row for (row,) in db.rows(reach.silent(table, "'2026-03-05'")[1:-1])} == refused
        asked = reach.wants_no_reminders(table, "'2026-03-05'")
        assert {row for (row,) in db.rows(f"SELECT id FROM {table} WHERE {asked}")} == refused
    Animal.delete().execute()


def answers(channel: str, purpose: str = "care", **columns: Any) -> set[str]:
    """What the rule and the SQL say of a client with these columns; one answer, where they are one."""
    client = Client.get_by_id(factories.client(**WHOLE | columns).id)
    return {each for case in cases([client]) if (case.channel.code, case.purpose) == (channel, purpose)
            for each in (case.rule, case.sql)}  # fmt: skip


def block(channel: str, address: str, purpose: str = "", client: Client | None = None, reason: str = "person") -> None:
    Suppression.create(channel=channel, address=address, purpose=purpose, reason=reason, client=client, created_at=NOW)


WHOLE = {
    "email": "ana@x.ca", "mobile_phone": "+15145550100", "mobile_takes_sms": True, "address": "1, rue Cartier",
    "town": "Magog", "postal_code": "J1X 3B3",
}  # fmt: skip
# Where the seven places that decided this differed, and what is right.


@pytest.mark.parametrize("channel", channels.codes())
def test_it_reaches_nobody_who_is_no_longer_a_client(app: Flask, channel: str) -> None:
    """The count and the wizard of letters did not look."""
    assert answers(channel) == {""}
    assert answers(channel, archived_at=NOW) == {"archived"}


@pytest.mark.parametrize("written", ["ana@x.ca", "ANA@x.ca", " Ana@X.ca "])
def test_it_knows_a_blocked_address_however_it_is_written(app: Flask, written: str) -> None:
    """The claim compared spaces as well."""
    block("email", "ana@x.ca")
    assert answers("email", email=written) == {"suppressed"}


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_it_does_not_reach_a_blocked_address(app: Flask, channel: str) -> None:
    """The client's file listed it among the ways to reach them."""
    block(channel, "ana@x.ca" if channel == "email" else "+15145550100")
    assert answers(channel) == {"suppressed"}


def test_it_sends_no_letter_to_a_client_whose_letters_are_blocked(app: Flask) -> None:
    """Only the count knew: composing, the last look before drawing and the labels compared addresses on paper."""
    ana = factories.client(**WHOLE)
    block("post", "1, rue Cartier, Magog", client=ana)
    assert answers("post") == {""}  # another client, at the same address
    blocked = reach.blocked()
    assert (
        may_reach(Client.get_by_id(ana.id), channels.one("post"), "care", TODAY, blocked=blocked, held=())
        == "suppressed"
    )


def test_it_counts_everybody_where_letters_are_blocked_for_nobody_known(app: Flask) -> None:
    """In the count, one such row made every client reachable by nothing."""
    block("post", "1, rue Cartier, Magog")
    assert answers("post") == {""}
    bits = reach.bits("care", TODAY)
    assert db.rows(f"SELECT {bits.sql} FROM client c", bits.params)[0][0] & 15 == 15


def test_it_calls_whoever_has_a_number_left(app: Flask) -> None:
    """Letters took whoever has a telephone for reached by it, blocked or not."""
    block("phone", "+15145550100")
    assert answers("phone") == {"suppressed"}
    assert answers("phone", home_phone="+15145550101") == {""}


def test_it_blocks_for_the_purpose_that_was_named(app: Flask) -> None:
    block("email", "ana@x.ca", "marketing")
    assert answers("email", "marketing") == {"suppressed"}
    assert answers("email", "care") == {""}


@pytest.mark.parametrize(
    ("channel", "columns", "why"),
    [
        # The claim said "refused" of whoever has no address either; it is the address that is missing first.
        ("email", {"email": "", "accepts_email": False}, "no_address"),
        # A mobile that takes no text messages was said to be no address.
        ("sms", {"mobile_takes_sms": False}, "no_sms"),
        ("sms", {"mobile_phone": "", "mobile_takes_sms": False}, "no_address"),
        # The last look at letters said "refused" of an address that is no longer whole.
        ("post", {"postal_code": ""}, "no_address"),
        ("post", {"accepts_post": False}, "refused"),
    ],
)
def test_it_says_what_is_missing_first(app: Flask, channel: str, columns: dict[str, Any], why: str) -> None:
    assert answers(channel, **columns) == {why}


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("person", "suppressed"),
        ("unsubscribed", "suppressed"),
        ("complaint", "suppressed"),
        ("bounced", ""),
        ("wrong", ""),
    ],
)
def test_it_leaves_in_peace_who_asked_for_it_whatever_their_address_now(app: Flask, reason: str, answer: str) -> None:
    """A newer file brought a new address, and with it all the mail that was refused (faults of imports, 5)."""
    ana = factories.client(**WHOLE | {"email": "ana.new@x.ca"})
    block("email", "ana@x.ca", client=ana, reason=reason)
    asked = [case for case in cases([Client.get_by_id(ana.id)]) if case.channel.code == "email"]
    assert {case.rule for case in asked} == {case.sql for case in asked} == {answer}
