"""Whom a batch still has to reach, and by which channel: the very numbers that preparing an e-mail would show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.composition.queries import composing, wording
from webapp.composition.queries.candidates import Scope
from webapp.models import Batch, BatchPart


@dataclass(frozen=True)
class Rest:
    """E-mails that could be sent, and the clients whom none reaches, by the channel that does first."""

    messages: int
    by_channel: dict[str, int]  # sms, post, phone, none: clients
    languages: dict[str, int]  # of those a letter reaches

    @property
    def others(self) -> int:
        """Clients whom an e-mail does not reach."""
        return sum(self.by_channel.values())


def of(batch: Batch, part: BatchPart | None, now: datetime) -> Rest:
    """Those with a reminder to do, about which no message is planned or on its way."""
    version = wording.version_of(wording.default(batch, "email"))
    found = composing.composed(Scope(batch=batch, part=part), channel="email", version=version, now=now)
    unreachable = found.unreachable()
    language_of = {each.client_id: each.language for out in found.left_out.values() for each in out}
    languages: dict[str, int] = {}
    for client in unreachable.get("post", ()):
        languages[language_of[client]] = languages.get(language_of[client], 0) + 1
    return Rest(len(found.groups), {channel: len(clients) for channel, clients in unreachable.items()}, languages)
