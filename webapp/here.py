"""This installation: its settings, its clock, its data directory. Within the application's context."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context, request

from config import Config
from webapp import clock

_Found = TypeVar("_Found")


def settings() -> Config:
    """What the installation was told from outside."""
    found: Config = current_app.config["RELANCE"]
    return found


def secret_key() -> str:
    """What seals passwords and signs links."""
    found: str = current_app.config["SECRET_KEY"]
    return found


def zone() -> ZoneInfo:
    return settings().timezone


def local(at: datetime) -> datetime:
    """The instant as the clinic's clock shows it."""
    return clock.local(at, zone())


def day(at: datetime) -> date:
    """The clinic's day at that instant."""
    return clock.day(at, zone())


def today() -> date:
    return day(clock.now())


def under(*parts: str) -> Path:
    """A path inside the data directory."""
    return settings().under(*parts)


def once(asked: Hashable, find: Callable[[], _Found]) -> _Found:
    """What `find` finds, the first time that it is asked for in a page that only shows: what several parts of it need.

    Whoever may change it, a command and the worker find it anew each time.
    """
    kept = g.get("once") if has_request_context() and request.method in ("GET", "HEAD") else None
    if kept is None:
        return find()
    if asked not in kept:
        kept[asked] = find()
    found: _Found = kept[asked]
    return found
