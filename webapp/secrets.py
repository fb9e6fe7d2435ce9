"""What is for the installation's owner only: its files, the key that is made at the first start, sealed passwords."""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from config import Config
from webapp.later import Later

fernet = Later("cryptography.fernet")  # 7 MiB, where a password is read


class Unreadable(Exception):
    """It was sealed with another key: this database came from another installation, or the key was made anew."""


def keep_to_ourselves() -> None:
    """What this process creates from here on is for its owner only: directories 0700, files 0600."""
    os.umask(0o077)


def private_directory(path: Path) -> Path:
    """The directory, made for its owner only if it is not there yet."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep_temporary_files(data: Path) -> None:
    """Uploads and SQLite's large sorts go to the data directory, not to a place that others share."""
    directory = str(private_directory(data / "tmp"))
    os.environ.update(TMPDIR=directory, TMP=directory, TEMP=directory)
    tempfile.tempdir = directory


def secret_key(config: Config) -> str:
    """RELANCE_SECRET_KEY, or the key in the data directory, made now if there is none."""
    if config.secret_key:
        return config.secret_key
    path = config.under("secret.key")
    private_directory(config.data)
    # Two processes may start at once: only the one that creates the file writes it.
    with contextlib.suppress(FileExistsError):
        temporary = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text()


def seal(key: str, text: str) -> str:
    """A password as the database keeps it: a backup without the key tells nobody. `key`: the application's."""
    return _sealer(key).encrypt(text.encode()).decode() if text else ""


def unseal(key: str, sealed: str) -> str:
    """What was sealed. Raises Unreadable."""
    try:
        return _sealer(key).decrypt(sealed.encode()).decode() if sealed else ""
    except fernet.InvalidToken as error:
        raise Unreadable from error


def sign(key: str, purpose: str, text: str) -> str:
    """Sixteen letters and figures that only this installation can put under a text."""
    digest = hmac.digest(key.encode(), f"{purpose}\n{text}".encode(), "sha256")
    return base64.b32encode(digest[:10]).decode()


def _sealer(key: str) -> Any:
    return fernet.Fernet(base64.urlsafe_b64encode(hmac.new(key.encode(), b"sealed passwords", hashlib.sha256).digest()))
