"""Addresses that must not be written to. What a person decides leaves a line in the client's history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import fn

from webapp import channels, db, history
from webapp.clients import actions as client_actions
from webapp.models import StaffMember, Suppression


def suppress(
    *,
    channel: str,
    address: str,
    reason: str,
    purpose: str = "",
    client_id: int | None = None,
    message_id: int | None = None,
    note: str = "",
    now: datetime,
    by: StaffMember | None,
) -> Suppression:
    """Block an address for a purpose, or for all (purpose empty); the row that says so, be it an earlier one.

    It may be called inside a `db.write()`: a failure found while recording blocks the address in that transaction.
    """
    address = channels.one(channel).normalised(address)
    with db.write():
        found: Suppression | None = Suppression.get_or_none(
            (Suppression.channel == channel)
            & (Suppression.address == address)
            & Suppression.purpose.in_(("", purpose))
            & Suppression.lifted_at.is_null()
        )
        return found or Suppression.create(
            channel=channel,
            address=address,
            purpose=purpose,
            reason=reason,
            client=client_id,
            message=message_id,
            note=note,
            created_at=now,
            created_by=by,
        )


def lift(*, suppression_id: int, now: datetime, by: StaffMember | None) -> bool:
    """The address may be written to again; the row stays. False if somebody was quicker."""
    with db.write():
        changed = (
            Suppression.update(lifted_at=now, lifted_by=by)
            .where((Suppression.id == suppression_id) & Suppression.lifted_at.is_null())
            .execute()
        )
    return bool(changed)


def withdraw(*, message_ids: Sequence[int], now: datetime) -> int:
    """What was blocked because of these messages alone need not be after all; how many. Inside `db.write()`."""
    by_itself = Suppression.message.in_(list(message_ids)) & Suppression.created_by.is_null()
    return int(Suppression.update(lifted_at=now).where(by_itself & Suppression.lifted_at.is_null()).execute())


def reinstate(*, message_ids: Sequence[int], now: datetime, by: StaffMember | None) -> None:
    """What was withdrawn of these messages is blocked after all, by whoever says so. Inside `db.write()`."""
    withdrawn = Suppression.lifted_at.is_null(False) & Suppression.lifted_by.is_null()
    for each in list(Suppression.select().where(Suppression.message.in_(list(message_ids)) & withdrawn)):
        suppress(
            channel=each.channel, address=each.address, reason=each.reason, purpose=each.purpose,
            client_id=each.client_id, message_id=each.message_id, note=each.note, now=now, by=by,
        )  # fmt: skip


def block(
    *, channel: str, address: str, client_id: int | None, note: str = "", now: datetime, by: StaffMember | None
) -> list[int]:
    """Somebody asked that `address` is not written to any more; the history of `client_id`, if any, says so.

    The id of the row that was put in; none where the address was blocked already.
    """
    with db.write():
        before = _last_id()
        found = suppress(
            channel=channel, address=address, reason="person", client_id=client_id, note=note, now=now, by=by
        )
        if client_id:
            details = {"channel": channel, "address": address, "note": note}
            history.note(client_id=client_id, verb="blocked", details=details, now=now, by=by)
    return [found.id] if found.id > before else []


def _last_id() -> int:
    return int(Suppression.select(fn.MAX(Suppression.id)).scalar() or 0)


def stop(*, channel: str, addresses: Sequence[str], client_id: int, now: datetime, by: StaffMember | None) -> list[int]:
    """A client asked not to be contacted by this channel any more, at any of `addresses`; the rows that were put in.

    An e-mail address or a mobile number is blocked, whoever else has it. Letters and calls go to a person, not to an
    address that could be compared: there the client's agreement ends.
    """
    known = channels.one(channel)
    if not known.electronic:
        client_actions.correct(client_id=client_id, values={known.accepts: False}, now=now, by=by)
        return []
    with db.write():
        before = _last_id()
        rows = [
            suppress(channel=channel, address=address, reason="person", client_id=client_id, now=now, by=by)
            for address in addresses
        ]
        details = {"channel": channel, "address": ", ".join(addresses), "note": ""}
        history.note(client_id=client_id, verb="blocked", details=details, now=now, by=by)
    return sorted({row.id for row in rows if row.id > before})


def agree_again(*, channel: str, client_id: int, now: datetime, by: StaffMember | None) -> None:
    """That the agreement of `client_id` to be contacted by `channel` ended is taken back."""
    client_actions.correct(client_id=client_id, values={channels.one(channel).accepts: True}, now=now, by=by)


def disagree(*, channel: str, client_id: int, now: datetime, by: StaffMember | None) -> None:
    """That `client_id` agreed to be contacted by `channel` is taken back."""
    client_actions.correct(client_id=client_id, values={channels.one(channel).accepts: False}, now=now, by=by)


def take_back(*, suppression_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[str]:
    """What a person blocked by mistake is not blocked after all; the addresses that this frees."""
    freed = []
    with db.write():
        for found in _of(suppression_ids, Suppression.reason == "person"):
            if unblock(suppression_id=found.id, because="", now=now, by=by):
                freed.append(found.address)
    return freed


def put_back(*, suppression_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[str]:
    """What a person lifted by mistake is in force again, for the reason that it had; the addresses."""
    held = []
    with db.write():
        for found in _of(suppression_ids, Suppression.lifted_at.is_null(False)):
            again = suppress(
                channel=found.channel, address=found.address, reason=found.reason, purpose=found.purpose,
                client_id=found.client_id, message_id=found.message_id, note=found.note, now=now, by=by,
            )  # fmt: skip
            held.append(again.address)
            if again.client_id:
                details = {"channel": again.channel, "address": again.address, "note": ""}
                history.note(client_id=again.client_id, verb="blocked", details=details, now=now, by=by)
    return held


def _of(suppression_ids: Sequence[int], condition: Any) -> list[Suppression]:
    return list(Suppression.select().where(Suppression.id.in_(list(suppression_ids)), condition))


def unblock(*, suppression_id: int, because: str, now: datetime, by: StaffMember | None) -> bool:
    """The address may be written to again, `because` of this. False if somebody was quicker."""
    with db.write():
        if not lift(suppression_id=suppression_id, now=now, by=by):
            return False
        found = Suppression.get_by_id(suppression_id)
        note = "; ".join(part for part in (found.note, because) if part)
        Suppression.update(note=note).where(Suppression.id == suppression_id).execute()
        if found.client_id:
            details = {"channel": found.channel, "address": found.address, "note": because}
            history.note(client_id=found.client_id, verb="unblocked", details=details, now=now, by=by)
    return True


def _blocked(details: dict[str, Any]) -> str:
    said = gettext("No longer contacted by this channel: %(channel)s", channel=channels.one(details["channel"]).name)
    return f"{said} ({details['note']})" if details.get("note") else str(said)


def _unblocked(details: dict[str, Any]) -> str:
    said = gettext("Contacted again by this channel: %(channel)s", channel=channels.one(details["channel"]).name)
    return f"{said} ({details['note']})" if details.get("note") else str(said)


PHRASES = {
    "blocked": history.Phrase("ban", _blocked, "warn"),
    "unblocked": history.Phrase("undo-2", _unblocked),
}
