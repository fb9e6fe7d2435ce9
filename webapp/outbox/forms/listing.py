"""What the address of the outbox asks for."""

from collections.abc import Mapping

from webapp import channels, paging, periods
from webapp.outbox.queries import reasons
from webapp.outbox.queries.listing import TABS
from webapp.outbox.queries.narrowing import Filters


def wanted(args: Mapping[str, str]) -> Filters:
    """The part of the outbox that is asked for; what is not known is passed over."""
    tab, channel = args.get("state", ""), args.get("channel", "")
    reason = args.get("reason", "")
    return Filters(
        tab=tab if tab in TABS else "coming",
        q=" ".join(args.get("q", "").split())[:100],
        channel=channel if channel in {each.code for each in channels.written()} else "",
        mailing=paging.identifier(args.get("mailing")),
        client=paging.identifier(args.get("client")),
        on=periods.day(args.get("on")),
        reason=reason if reasons.known(reason) else "",
    )
