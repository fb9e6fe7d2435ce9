"""What a person, or the clock, does to messages."""

from __future__ import annotations

from webapp import queue
from webapp.outbox.actions.settling import posted

TICK_NOW = "outbox.tick_now"

__all__ = ["TICK_NOW", "posted", "wake"]


def wake() -> None:
    """Have the worker send what is due; after the commit of what made it due. If this is lost, the next minute does."""
    queue.wake(TICK_NOW)
