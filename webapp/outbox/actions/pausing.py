"""All sending is stopped, and goes on. The sender reads it at each message."""

import hashlib
import json
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from config import Config
from webapp import db, here
from webapp.models import Mailing, Sending, StaffMember
from webapp.models.outbox import APPROVED, RUNNING
from webapp.outbox.actions import mailing_lives


def pause_everything(
    *, now: datetime, by: StaffMember | None, reason: str = "person", detail: dict[str, object] | None = None
) -> None:
    """No message of any mailing leaves until a person says so. `reason` is a code, `detail` what its sentence needs."""
    note(paused_at=now, paused_by=db.id_of(by), pause_reason=reason, pause_detail=json.dumps(detail or {}))


def resume_everything(*, now: datetime, by: StaffMember | None) -> None:
    """Sending goes on, and from here: a copied folder becomes the one that sends, the clock of now is believed."""
    with db.write():
        paused_at = Sending.select(Sending.paused_at).where(Sending.id == 1).scalar()
        note(
            paused_at=None, paused_by=None, pause_reason="", pause_detail="{}",
            place=fingerprint(here.settings()), last_lock_at=now,
        )  # fmt: skip
        if paused_at is not None and now - paused_at > timedelta(hours=1):
            under_way = Mailing.select(Mailing.id).where(Mailing.state.in_((APPROVED, RUNNING)))
            mailing_lives.give_time([mailing.id for mailing in under_way], now)


def note(**columns: Any) -> None:
    """Set columns of the one row of Sending."""
    Sending.update(**columns).where(Sending.id == 1).execute()


_MACHINE = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def fingerprint(settings: Config) -> str:
    """The same as long as the machine and the folder are."""
    return hashlib.sha256(f"{_machine()}\n{settings.data.resolve()}".encode()).hexdigest()[:32]


def _machine() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  only Windows has it

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""
    for path in _MACHINE:
        with suppress(OSError):
            return path.read_text().strip()
    return ""
