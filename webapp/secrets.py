"""The installation's key: made at the first start, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets

from config import Config


def secret_key(config: Config) -> str:
    """RELANCE_SECRET_KEY, or the key in the data directory, made now if there is none."""
    if config.secret_key:
        return config.secret_key
    path = config.under("secret.key")
    config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
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
