"""A page is kept as what a message says of its own, and once what many messages say alike: four fifths of it."""

import json
from collections.abc import Sequence

from webapp import merge

_as_json = json.JSONEncoder(ensure_ascii=False).encode


def kept(parts: str | Sequence[str]) -> str:
    """As a column has it: a text as it is, several as JSON."""
    return parts if isinstance(parts, str) else _as_json(parts)


def whole(html: str, pieces: str | None) -> str:
    """The page that was kept so; `pieces`: of its BodyPage, if it has one."""
    return html if pieces is None else merge.woven(json.loads(pieces), json.loads(html))
