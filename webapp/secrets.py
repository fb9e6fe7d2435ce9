"""What is for the installation's owner only: its files, and the key that is made at the first start."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from config import Config


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
