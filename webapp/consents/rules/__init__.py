"""Whether a client may be reached: the one rule, which consents.queries.reach says in SQL."""

from collections.abc import Collection, Container, Mapping
from datetime import date
from typing import Any

from webapp.channels import Channel

NO_REMINDERS = "no_reminders"  # the client wants none, or none before a day
ARCHIVED, NO_ADDRESS, NO_SMS, REFUSED, SUPPRESSED = "archived", "no_address", "no_sms", "refused", "suppressed"
HELD = "held"  # nobody is contacted about them before a person has settled a doubt
CARE = "care"  # what a reminder is sent for, where no template says otherwise
EXPECTED = ("appointment", "safety")  # purposes that no "no reminders" is meant against: they booked, or must know

# Why an address is blocked: somebody asked for it, and they go on meaning it when their address changes.
ASKED = ("unsubscribed", "complaint", "person")

# What is suppressed: by channel, each address with the purposes for which it is ("" = for all); the client's number
# as well where that client asked, and alone where the channel's addresses are not compared.
Blocked = Mapping[str, Mapping[str | int, Collection[str]]]


def may_reach(
    client: Any,
    channel: Channel,
    purpose: str,
    on: date,
    *,
    blocked: Blocked,
    held: Container[int],
    addressed: bool = True,
) -> str:
    """Why this client may not be reached by this channel for this purpose on this day; "" when they may.

    `client` has id, archived_at, no_reminders, no_reminders_until and the columns that the channel names.
    `held`: the clients of whom somebody must first say something. Without `addressed`, whether there is an address
    at all is not asked.
    """
    if client.archived_at:
        return ARCHIVED
    found = obstacle(client, channel, purpose, on, blocked=blocked, addressed=addressed)
    return HELD if client.id in held and found != NO_REMINDERS else found


def obstacle(client: Any, channel: Channel, purpose: str, on: date, *, blocked: Blocked, addressed: bool = True) -> str:
    """What would stand in the way if a former `client` came back, in the words of `may_reach`; "" when nothing."""
    if purpose not in EXPECTED and wants_no_reminders(client, on):
        return NO_REMINDERS
    if addressed and not channel.addresses(client):
        return NO_ADDRESS
    if addressed and channel.takes and not getattr(client, channel.takes):
        return NO_SMS
    if not getattr(client, channel.accepts):
        return REFUSED
    return SUPPRESSED if suppressed(client, channel, purpose, blocked) else ""


def wants_no_reminders(whom: Any, on: date) -> bool:
    """Whether reminders to this client, or about this animal, are refused on this day."""
    return bool(whom.no_reminders or (whom.no_reminders_until and whom.no_reminders_until >= on))


def suppressed(client: Any, channel: Channel, purpose: str, blocked: Blocked) -> bool:
    """Whether the client asked for it, at whatever address, or none of their addresses is left.

    What is blocked for one `purpose` is not for another.
    """
    held = blocked.get(channel.code)
    if not held:
        return False
    said = [bool({"", purpose} & set(held.get(key, ()))) for key in channel.addresses(client)]
    asked = bool({"", purpose} & set(held.get(client.id, ())))
    if not channel.compared:
        return asked
    # Of several numbers one may be blocked; who has only one address means it of the next one too.
    return (asked and len(channel.address) == 1) or (bool(said) and all(said))
