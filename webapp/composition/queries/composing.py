"""Who of a scope is written to over one channel, grouped into messages, and who is not and why."""

import json
from datetime import datetime
from typing import Any

from webapp import channels
from webapp.clinic import queries as clinic
from webapp.composition.queries import corrections, households, recipients
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.recipients import Policy
from webapp.composition.rules.grouping import BY_CLIENT, Composition, compose
from webapp.consents.rules import CARE
from webapp.models import Batch, TemplateVersion


def composed(
    scope: Scope,
    *,
    channel: str,
    version: TemplateVersion | None,
    now: datetime,
    grouping: str = BY_CLIENT,
    recently_too: bool = False,
    only_first: bool = False,
) -> Composition:
    """Everybody of the scope: written to or left out, with the reason. On paper a household is one.

    With `only_first`, only clients whom no channel before this one reaches, in their preference and the clinic's order.
    """
    policy = Policy(
        channel, purpose_of(version), clinic.channel_order(), now,
        use_preferences=_uses_preferences(scope.batch), recently_too=recently_too, only_first=only_first,
    )  # fmt: skip
    if scope.correction:
        return corrections.composed(scope, policy)
    found = recipients.candidates(scope, policy)
    return compose(households.at_home(found) if channels.one(channel).together else found, grouping=grouping)


def purpose_of(version: TemplateVersion | None) -> str:
    """What consent is asked for."""
    return str(version.template.purpose) if version else CARE


def _uses_preferences(batch: Batch | None) -> bool:
    criteria: dict[str, Any] = json.loads(batch.criteria) if batch and batch.criteria else {}
    return bool(criteria.get("use_preferences", True))
