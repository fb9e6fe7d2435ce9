"""Columns that only mean something together: a telephone and its type beside it."""

import re
from collections.abc import Sequence

from webapp.imports.rules.kinds import PAIRS

_TYPE = re.compile(
    r"(?:phone|tel|telephone)(?P<a>\d?)(?:type|label|name)|(?:phone|tel|telephone)(?:type|label|name)(?P<b>\d?)|"
    r"type(?:de)?(?:phone|tel|telephone)(?P<c>\d?)|type(?P<d>\d)"
)
_VALUE = re.compile(r"(?:phone|tel|telephone)(?P<a>\d?)(?:asis|value|number|no)?|(?:phonenumber|number|notel)(?P<b>\d)")


def typed(names: Sequence[str]) -> dict[str, int]:
    """Telephones with their types beside them, in whatever order: phone_1, phone_type_1 … `names`: folded headers."""
    found: dict[str, dict[str, int]] = {"type": {}, "value": {}}
    for place, name in enumerate(names):
        for part, pattern in (("type", _TYPE), ("value", _VALUE)):
            if match := pattern.fullmatch(name):
                found[part].setdefault("".join(filter(None, match.groups())), place)
    bare = names.index("type") if "type" in names and not found["type"] else None
    if bare is not None and abs(found["value"].get("", -2) - bare) == 1:  # "Type" alone, next to the one telephone
        found["type"][""] = bare
    both = sorted(found["type"].keys() & found["value"].keys())
    places: dict[str, int] = {}
    for n, which in zip(PAIRS, both, strict=False):
        places |= {f"phone_{n}": found["value"][which], f"phone_type_{n}": found["type"][which]}
    return places
