"""The minute tick, and the alarm that rings when something is due at once."""

import logging

from webapp import clock, queue
from webapp.outbox.actions import TICK_NOW
from webapp.sender.actions import ticking
from webapp.sender.actions.run_context import stopping

log = logging.getLogger("relance.outbox")
BUDGET = 50.0  # seconds: the next minute's tick goes on


@queue.every_minute("outbox.tick")
def tick() -> None:
    _tick()


@queue.task(TICK_NOW)
def tick_now() -> None:
    """The same, when a person is waiting for it."""
    _tick()


def _tick() -> None:
    try:
        report = ticking.tick(now=clock.now(), budget=BUDGET)
    except ticking.AnotherSender:
        return
    if report.sent or report.failed or report.in_doubt:
        done = {"sent": report.sent, "failed": report.failed, "doubts": report.in_doubt, "left": report.waiting}
        log.info("tick", extra=done)


def begin() -> None:
    """This process may send again."""
    stopping.clear()


def end() -> None:
    """It ends at the next message."""
    stopping.set()
