"""Addresses that must not be written to."""

from __future__ import annotations

from datetime import datetime

from webapp import db
from webapp.models import StaffMember, Suppression
from webapp.outbox.rules.addresses import normalised


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
    address = normalised(channel, address)
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
            created_by=by.id if by else None,
        )


def lift(*, suppression_id: int, now: datetime, by: StaffMember | None) -> bool:
    """The address may be written to again; the row stays. False if somebody was quicker."""
    with db.write():
        changed = (
            Suppression.update(lifted_at=now, lifted_by=by.id if by else None)
            .where((Suppression.id == suppression_id) & Suppression.lifted_at.is_null())
            .execute()
        )
    return bool(changed)
