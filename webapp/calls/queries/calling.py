"""Who is calling whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.models import Calling, StaffMember


@dataclass(frozen=True)
class Held:
    """Who calls a client, since when."""

    member_id: int
    name: str
    since: datetime


def held(client_ids: Sequence[int], now: datetime) -> dict[int, Held]:
    """Who is calling which of these clients; one statement."""
    found = Calling.select(Calling, StaffMember.id, StaffMember.name).join(StaffMember)
    found = found.where(Calling.client << list(client_ids), Calling.until > now)
    return {each.client_id: Held(each.member_id, each.member.name, each.since) for each in found}
