"""Templates as they stand, and the clinic's frame around them."""

from __future__ import annotations

from webapp.message_templates.queries.finding import find, for_type, newest, version
from webapp.message_templates.queries.framing import frame

__all__ = ["find", "for_type", "frame", "newest", "version"]
