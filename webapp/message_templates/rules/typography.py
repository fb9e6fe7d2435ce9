"""Spaces and apostrophes as they are set in print in Québec. For letters and e-mail, never for text messages."""

import re

NBSP = "\u00a0"
_SPACE = "[ \u00a0\u202f]"
# A link is left alone: its colons and quotes are not ours.
_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w{*])")
_FRENCH = (
    (re.compile(rf"«{_SPACE}{{0,4}}"), f"«{NBSP}"),
    (re.compile(rf"{_SPACE}{{0,4}}»"), f"{NBSP}»"),
    (re.compile(rf"(?<=[\w}})»%*]){_SPACE}{{0,4}}:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=[\w}})»*%$]){_SPACE}{{1,4}}(?=[;!?](?!\w))"), ""),
    (re.compile(rf"(?<=[\d}}]){_SPACE}?(?=[%$€](?:\W|$))"), NBSP),
    (re.compile(rf"(?<=\d){_SPACE}?h(?:{_SPACE}?(?=\d\d?\b)|(?!\w))"), f"{NBSP}h{NBSP}"),
    (re.compile(r"(?<=\d) (?=\d\d\d(?!\d)|(?:h|min|kg|g|km|cm|ans?|mois|jours?|minutes?|heures?)\b)"), NBSP),
    (re.compile(r"\b(MM?\.|Mmes?|Mlles?|Dre?|no|[Aa]pp\.) (?=[\w{])"), rf"\1{NBSP}"),
    (re.compile(r"\b(Me) (?=[A-ZÀ-Ý{])"), rf"\1{NBSP}"),  # the lawyer; "Me rappeler" is none
    (re.compile(r"\b([Pp]oste|[Bb]ureau) (?=\d)"), rf"\1{NBSP}"),
)
_HOUR_END = re.compile(rf"{NBSP}h{NBSP}(?!\d)")


def set_type(text: str, language: str) -> str:
    """The text as a typesetter would leave it; links stay as they are."""
    out, at = [], 0
    for link in _LINK.finditer(text):
        out += [_set(text[at : link.start()], language), link[0]]
        at = link.end()
    return "".join([*out, _set(text[at:], language)])


def _set(text: str, language: str) -> str:
    text = _APOSTROPHE.sub("’", text)
    if language == "en":
        return text
    for pattern, replacement in _FRENCH:
        text = pattern.sub(replacement, text)
    return _HOUR_END.sub(f"{NBSP}h", text)


_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


def one_line(text: str) -> str:
    """No break, no control character: what may stand in a header."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()
