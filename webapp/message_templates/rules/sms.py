"""How long a text message is (GSM 03.38): one letter outside its alphabet, and it holds 70 in place of 160."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two places


@dataclass(frozen=True, slots=True)
class Length:
    """What a text costs. `outside` are its letters that no text message's alphabet has."""

    letters: int
    messages: int
    outside: tuple[str, ...]


def length(text: str) -> Length:
    """Of a text as it is sent, all values filled in."""
    outside = tuple(dict.fromkeys(letter for letter in text if letter not in _BASIC and letter not in _EXTENDED))
    if outside:
        places, alone, each = len(text.encode("utf-16-le")) // 2, 70, 67
    else:
        places, alone, each = len(text) + sum(letter in _EXTENDED for letter in text), 160, 153
    return Length(len(text), 1 if places <= alone else -(-places // each), outside)
