"""How a text message is counted and what it is cut into (GSM 03.38), and how a text is kept in its short alphabet.

One letter outside that alphabet, and a part holds 70 in place of 160. The one count of the house: the editor, the
command and whoever sends ask it here.
"""

import re
import unicodedata
from dataclasses import dataclass

from webapp import text as texts

GSM7, UCS2 = "gsm7", "ucs2"
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two places, which are never cut apart
SHORT = _BASIC | _EXTENDED
_OUTSIDE = re.compile(f"[^{re.escape(''.join(sorted(SHORT)))}]")
_TWICE = re.compile(f"[{re.escape(''.join(sorted(_EXTENDED)))}]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # the first plane of Unicode: two places there
_SHORT_ONLY = re.compile(f"[{re.escape(''.join(sorted(_BASIC)))}]*")
# By coding: the places of a part that is alone, and of each of several, which say which of them they are.
HOLDS = {GSM7: (160, 153), UCS2: (70, 67)}
CANADA = 136  # places, of the short alphabet: beyond them some Canadian carriers cut what is one part elsewhere


@dataclass(frozen=True, slots=True)
class Length:
    """What a text costs. `outside` are its letters that the short alphabet lacks; `cuts` the places of each part."""

    letters: int
    coding: str
    units: int
    cuts: tuple[int, ...]
    outside: tuple[str, ...]

    @property
    def parts(self) -> int:
        """How many text messages it is billed as."""
        return len(self.cuts)


def length(text: str) -> Length:
    """Of a text as it is sent, all values filled in."""
    outside = tuple(dict.fromkeys(_OUTSIDE.findall(text)))
    coding, wide = (UCS2, _BEYOND) if outside else (GSM7, _TWICE)
    twice = wide.findall(text)
    units = len(text) + len(twice)
    return Length(len(text), coding, units, _cuts(text, coding, units, frozenset(twice)), outside)


def _cuts(text: str, coding: str, units: int, twice: frozenset[str]) -> tuple[int, ...]:
    """The letters in `twice` take two places, which stay together."""
    alone, each = HOLDS[coding]
    if units <= alone:
        return (units,)
    if not twice:
        whole, rest = divmod(units, each)
        return (each,) * whole + ((rest,) if rest else ())
    cuts = [0]
    for letter in text:
        places = 2 if letter in twice else 1
        if cuts[-1] + places > each:
            cuts.append(0)
        cuts[-1] += places
    return tuple(cuts)


# ---------- What is written otherwise without a question: it looks the same.

_ALIKE = {
    **dict.fromkeys("\u00a0\u202f\u205f\u3000\t", " "), **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("’‘‚‛′´`ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‹›", "'"),
    **dict.fromkeys("–—‑‒―−\u2010", "-"), **dict.fromkeys("\u200b\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("•·", "-"), "…": "...", "œ": "oe", "Œ": "OE", "½": "1/2", "¼": "1/4", "¾": "3/4", "×": "x",
    "№": "no", "ﬁ": "fi", "ﬂ": "fl", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_PLAIN = str.maketrans(_ALIKE)
_INSIDE = re.compile("(?<=«)[ \u00a0\u202f]|[ \u00a0\u202f](?=»)")  # straight quotation marks stand close


def plain(text: str) -> str:
    """With what looks the same in the short alphabet: straight apostrophes, spaces that are only spaces."""
    if text.isascii() and "\r" not in text and "\t" not in text and "`" not in text:
        return text
    one_kind = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _INSIDE.sub("", one_kind).translate(_PLAIN)


# ---------- What is written otherwise only if somebody says so: it is spelt worse, but it is read.

_WORSE = {
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "°": "o", "²": "2",
    "³": "3", "¢": "c",
}  # fmt: skip
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"  # stand between the pieces of one drawing, and are never seen


def instead(letter: str) -> str | None:
    """What stands for a letter that the short alphabet lacks: "ê" → "e"; None where nothing does (a drawing)."""
    if letter in SHORT:
        return letter
    found = _ALIKE.get(letter) or _WORSE.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return found if all(each in SHORT for each in found) else None


def bare(text: str) -> str:
    """Without the accents that the short alphabet lacks; what nothing stands for stays."""
    if _SHORT_ONLY.fullmatch(text):
        return text
    return "".join(instead(letter) or letter for letter in text)


def replaced(text: str, letters: str) -> str:
    """The same for these letters alone, whichever way they are typed; what nothing stands for is taken away."""
    text = unicodedata.normalize("NFC", text)
    gone = {ord(letter): instead(letter) or "" for letter in letters}
    if any(instead(letter) is None for letter in letters):
        gone |= {ord(each): "" for each in _JOINERS}
    return re.sub(r" {2,}", " ", text.translate(gone)) if "" in gone.values() else text.translate(gone)


def shown(letters: tuple[str, ...]) -> tuple[str, ...]:
    """Those of them that a person sees."""
    return tuple(letter for letter in letters if letter not in _JOINERS and not unicodedata.combining(letter))


# ---------- How to stop, which each text message says (CASL s. 6(2)).

# Each is understood in an answer in either language, by us and by the carriers.
STOP = {"fr": "ARRET pour ne plus en recevoir.", "en": "Reply STOP to opt out."}
_WORDS = frozenset(("stop", "stopall", "arret", "arrete", "arretez", "desabonner", "desabonnement", "unsubscribe"))
_CAPITALS = re.compile(r"\b[^\W\d_]{4,}\b")


def says_stop(wording: str) -> bool:
    """Whether a wording names the word that stops it, in capitals: then it needs no line for that."""
    return any(word.isupper() and texts.fold(word) in _WORDS for word in _CAPITALS.findall(wording))


def stop_line(wording: str, language: str) -> str:
    """What is said under a wording so that one can stop; nothing where it says so itself."""
    return "" if says_stop(wording) else STOP["en" if language == "en" else "fr"]
