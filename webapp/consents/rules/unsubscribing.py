"""The token by which a client who wants no more of this is known again, whatever address they write from."""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

PURPOSE = "unsubscribe"  # what the signature is for
WORDS = {"fr": "Désabonner", "en": "Unsubscribe"}
_TOKEN = re.compile(r"\b(\d{1,18})\.([a-z_]{1,20})\.([A-Z2-7]{16})\b", re.ASCII)
Sign = Callable[[str], str]


def token(client_id: int, purpose: str, sign: Sign) -> str:
    """ "12.care.K7QJ…": whom it is for, what they want no more of, and that it is from here."""
    told = f"{client_id}.{purpose}"
    return f"{told}.{sign(told)}"


def read(text: str, sign: Sign) -> tuple[int, str] | None:
    """The client and the purpose of the first true token that stands in a text."""
    for found in _TOKEN.finditer(text):
        client_id, purpose, signature = found.groups()
        if sign(f"{client_id}.{purpose}") == signature:
            return int(client_id), purpose
    return None


def mailto(address: str, language: str, token: str) -> str:
    """The address of a letter that says so: for the header List-Unsubscribe, and for a link."""
    return f"{_begun(address, language)}{token}"


@lru_cache(maxsize=64)
def _begun(address: str, language: str) -> str:
    return f"mailto:{quote(address, safe='@+')}?subject={quote(WORDS.get(language, WORDS['en']) + ' ')}"
