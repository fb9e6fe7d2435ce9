"""What the installation is told from outside: environment variables, read once at start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from webapp.later import Later

smtp = Later("webapp.transports.smtp.url")
ROOT = Path(__file__).resolve().parent


class ConfigError(Exception):
    """A setting that cannot be used: `variable` names it, the message says how to mend it."""

    def __init__(self, variable: str, message: str) -> None:
        super().__init__(f"{variable}: {message}")
        self.variable = variable


@dataclass(frozen=True)
class Config:
    """Where this installation keeps its things and how it is reached. Everything it writes lies under `data`."""

    data: Path
    database: Path
    queue: Path
    timezone: ZoneInfo
    secret_key: str | None
    smtp_url: str | None
    immediate: bool = False  # tests: background work runs at once, in the caller
    secure: bool = False  # served over TLS

    def under(self, *parts: str) -> Path:
        """A path inside the data directory."""
        return self.data.joinpath(*parts)

    def environment(self) -> dict[str, str]:
        """The same settings as variables, for a process that is started beside this one."""
        told = {
            "RELANCE_DATA": str(self.data),
            "RELANCE_DATABASE_URL": f"sqlite:///{self.database.absolute()}",
            "RELANCE_QUEUE_URL": f"sqlite:///{self.queue.absolute()}",
            "RELANCE_TIMEZONE": self.timezone.key,
            "RELANCE_SECRET_KEY": self.secret_key or "",
            "RELANCE_SMTP_URL": self.smtp_url or "",
        }
        return {**os.environ, **told}


def _sqlite_path(variable: str, default: Path) -> Path:
    url = os.environ.get(variable)
    if not url:
        return default
    if not url.startswith("sqlite:///"):
        raise ConfigError(variable, f"must begin with sqlite:/// (got {url.split(':', 1)[0]}:…).")
    return Path(url.removeprefix("sqlite:///"))


def _smtp_url() -> str | None:
    written = os.environ.get("RELANCE_SMTP_URL") or None
    if written:
        try:
            smtp.parse(written)
        except smtp.BadUrl as error:
            raise ConfigError("RELANCE_SMTP_URL", str(error)) from error
    return written


def load(data: Path | str | None = None) -> Config:
    """Read the environment. `data` wins over RELANCE_DATA. Raises ConfigError."""
    directory = Path(data or os.environ.get("RELANCE_DATA") or "instance").absolute()
    name = os.environ.get("RELANCE_TIMEZONE") or "America/Toronto"
    try:
        timezone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError("RELANCE_TIMEZONE", f"no time zone is called {name!r}.") from error
    return Config(
        data=directory,
        database=_sqlite_path("RELANCE_DATABASE_URL", directory / "relance.db"),
        queue=_sqlite_path("RELANCE_QUEUE_URL", directory / "queue.db"),
        timezone=timezone,
        secret_key=os.environ.get("RELANCE_SECRET_KEY") or None,
        smtp_url=_smtp_url(),
    )
