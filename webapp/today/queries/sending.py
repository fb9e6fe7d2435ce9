"""What the outbox has to settle, for the first screen: doubts, stops, what came to nothing since yesterday."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext, ngettext
from peewee import fn

from webapp import filters
from webapp.access import Role
from webapp.accounts.queries.readiness import Halt
from webapp.models import Message
from webapp.models.outbox import BOUNCED, FAILED
from webapp.outbox.queries.reasons import words
from webapp.outbox.queries.status import Status
from webapp.today.queries.matters import Asked, Matter

LATELY = timedelta(hours=24)
BLAMES_US = ("login", "secret", "policy", "tls")  # why an account rests: not something that passes by itself


def failed(now: datetime) -> Any:
    """The SELECT of how many messages a provider refused for good, or sent back, since yesterday."""
    which = Message.state << (FAILED, BOUNCED), Message.ended_at >= now - LATELY
    return Message.select(fn.COUNT(Message.id)).where(*which)


def matters(asked: Asked) -> list[Matter]:
    """Nothing of it while nothing is planned and nothing went wrong."""
    now = asked.standing
    found = [matter for halt in now.halts if (matter := _halt(asked, halt, now))]
    return [*_doubts(asked, now), *found, *_failed(asked)]


def _doubts(asked: Asked, now: Status) -> list[Matter]:
    if not now.in_doubt:
        return []
    title = ngettext("%(num)s message in doubt", "%(num)s messages in doubt", now.in_doubt)
    text = gettext("Nobody can know whether it left: you decide.")
    url = asked.link("outbox.index", state="doubt")
    return [Matter("danger", "circle-help", str(title), str(text), url)]


def _halt(asked: Asked, halt: Halt, now: Status) -> Matter | None:
    waiting = filters.counting("%(n)s e-mail waits.", "%(n)s e-mails wait.", now.waiting)
    outbox = asked.link("outbox.index")
    if halt.is_stop and halt.reason == "person":
        said = gettext("%(name)s did so on %(when)s.", name=halt.by, when=filters.moment(halt.since))
        return Matter("warn", "pause", str(gettext("All sending is stopped")), f"{said} {waiting}", outbox)
    if halt.is_stop:
        url = asked.link("outbox.ask_before_resume", Role.MANAGER)
        return Matter("danger", "triangle-alert", words(halt.reason), waiting, url or outbox)
    if halt.code == "account_paused":
        title = gettext("The mail account rests until %(when)s", when=filters.moment(halt.until))
        tone = "danger" if halt.reason in BLAMES_US else "warn"
        return Matter(tone, "pause", str(title), f"{words(halt.reason)}. {waiting}", outbox)
    if halt.code == "stale_data":
        url = asked.link("imports.index", Role.MANAGER)
        return Matter("warn", "clock", str(gettext("Mailings wait for fresh data")), words(halt.code), url)
    endpoint = "accounts.settings" if halt.code in ("no_account", "no_sender") else "clinic.identity"
    url = asked.link(endpoint, Role.MANAGER)
    return Matter("danger", "settings", str(gettext("Nothing can leave")), f"{words(halt.code)} {waiting}", url)


def _failed(asked: Asked) -> list[Matter]:
    """What a provider refused for good, or sent back, since yesterday."""
    count = asked.counted["failed"]
    if not count:
        return []
    title = ngettext("%(num)s message not delivered since yesterday", "%(num)s messages not delivered since yesterday",
                     count)  # fmt: skip
    text = gettext("Correct the address, or reach them by telephone.")
    return [Matter("warn", "mail-x", str(title), str(text), asked.link("outbox.index", state="failed"))]
