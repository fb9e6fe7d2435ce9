"""The pictures of messages: the files in the data directory's `uploads`, by the names that stand in a page."""

import base64
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path

from markupsafe import Markup

from webapp import here
from webapp.message_templates.rules.blocks.document import PICTURE_NAME
from webapp.message_templates.rules.blocks.mail import PICTURE_ADDRESS

UPLOADS = "uploads"
_ADDRESS = re.compile(re.escape(PICTURE_ADDRESS).replace(re.escape("{file}"), f"({PICTURE_NAME.pattern})"))
_ON_PAPER = re.compile(rf'<img src="({PICTURE_NAME.pattern})" style="[^"]*"/>')
_NOTHING = "data:,"


def path(file: str) -> Path | None:
    """Where a picture is; None where there is none of this name."""
    found = here.under(UPLOADS) / file
    return found if PICTURE_NAME.fullmatch(file) and found.is_file() else None


def inside(html: str) -> list[tuple[str, bytes]]:
    """The pictures that a message takes with it: the Content-ID without its brackets, and the JPEG."""
    named = dict.fromkeys(_ADDRESS.findall(html)) if "cid:" in html else {}
    found = ((file, _content(here.under(UPLOADS), file)) for file in named)
    return [(PICTURE_ADDRESS.format(file=file).removeprefix("cid:"), content) for file, content in found if content]


def shown(html: str) -> str:
    """The page with its pictures in it, for a frame that may fetch nothing; one that is gone leaves its words."""
    if "cid:" not in html:
        return html
    return _ADDRESS.sub(lambda found: _as_data(_content(here.under(UPLOADS), found[1])), html)


def on_page(html: str, address: Callable[[str], str]) -> Markup:
    """What stands on paper, for a page of ours: its pictures at their `address`, not in the size that they print in."""
    return Markup(_ON_PAPER.sub(lambda found: f'<img src="{escape(address(found[1]))}" alt="">', html))  # noqa: S704


def _as_data(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode('ascii')}" if content else _NOTHING


@lru_cache(maxsize=32)  # a mailing takes the same one with each message; a name is never given to another picture
def _content(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError:
        return b""
