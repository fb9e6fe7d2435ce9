"""This installation: its settings, its clock, its data directory. Within the application's context."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

from config import Config
from webapp import clock


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
