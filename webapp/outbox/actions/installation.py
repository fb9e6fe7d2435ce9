"""Which machine and folder this is: a copied folder must not send a second time."""

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

from config import Config

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
