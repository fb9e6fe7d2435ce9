"""The French catalogues, as the tests about words read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from webapp.languages import CATALOGUES

FILES = sorted((CATALOGUES / "fr").glob("*.po"))


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def messages(path: Path) -> list[Message]:
    return [message for message in catalogue(path) if message.id]


def texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]
