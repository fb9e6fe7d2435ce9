"""Who is written to in a mailing, grouped how, in which waves."""

from __future__ import annotations

from webapp.mailings.rules.composing import (
    GROUPINGS,
    HOLD,
    LEFT_OUT,
    NO_CHANNEL,
    RECENTLY,
    Composition,
    Group,
    Need,
    compose,
)

__all__ = ["GROUPINGS", "HOLD", "LEFT_OUT", "NO_CHANNEL", "RECENTLY", "Composition", "Group", "Need", "compose"]
