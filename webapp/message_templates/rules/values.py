"""What each tag says to a recipient."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Case, Need, Patient, Recipient
from webapp.message_templates.rules.tags import TAGS

__all__ = ["UNSUBSCRIBE", "Need", "Patient", "Recipient", "values"]

UNSUBSCRIBE = "unsubscribe_url"  # stands beside the tags: the frame of an e-mail needs it, a text cannot name it


def values(recipient: Recipient, *, frame: Frame, today: date, names: Collection[str] | None = None) -> dict[str, str]:
    """What each tag says to this recipient. A tag without a value is not in it: never "None", never a hole.

    `names` (a Renderer's `tags`) spares working out the others. "unsubscribe_url" stands beside the tags.
    """
    case = Case(recipient, frame, today)
    out = {}
    for name in TAGS if names is None else names:
        tag = TAGS.get(name)
        value = tag.value(case) if tag else None
        if value is not None:
            out[name] = value
    if recipient.unsubscribe_url:
        out[UNSUBSCRIBE] = recipient.unsubscribe_url
    return out
