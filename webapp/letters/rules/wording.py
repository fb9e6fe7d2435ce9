"""What becomes of a text on paper: how one calls stands out, the signature has room for a hand."""

import re
from collections.abc import Sequence
from html import escape

_BLOCK = re.compile(r"<(p|ul|ol|h[1-6]|table)\b.*?</\1>", re.S)
_MARK = re.compile(r"</?mark>")
_PARAGRAPH = re.compile(r"<p>(.*)</p>", re.S)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_BEFORE_PHONE = r"(?:\s*(?:\bau|\bat|\u00a0?:))?\s*"  # "appelez-nous au 514…", "Rendez-vous : 514…"


def blocks_of(written: str) -> list[str]:
    """The paragraphs and lists of a text, one block each."""
    return [found[0] for found in _BLOCK.finditer(_MARK.sub("", written))]


def with_call(blocks: Sequence[str], phone: str) -> list[str]:
    """The last paragraph that gives the telephone number, in a frame of its own."""
    found = list(blocks)
    for place in reversed(range(len(found))):
        inside = _PARAGRAPH.fullmatch(found[place])
        if phone and inside and phone in inside[1]:
            words = inside[1].replace(phone, f"<b>{phone}</b>")
            found[place] = f'<table class="call"><tr><td>{words}</td></tr></table>'
            break
    return found


def without_call(blocks: Sequence[str], phone: str, language: str) -> tuple[list[str], str]:
    """The text without the sentence that gives the telephone number, and that sentence without the number.

    A card says it once, beside the number in large figures.
    """
    call = "Just give us a call" if language == "en" else "Un appel suffit"
    found: list[str] = []
    for block in blocks:
        inside = _PARAGRAPH.fullmatch(block)
        if not (phone and inside and phone in inside[1]):
            found.append(block)
            continue
        sentences = _SENTENCES.split(inside[1])
        calls = [sentence for sentence in sentences if phone in sentence]
        call = " ".join(re.sub(_BEFORE_PHONE + re.escape(phone), "", sentence).strip() for sentence in calls)
        if rest := " ".join(sentence for sentence in sentences if sentence not in calls):
            found.append(f"<p>{rest}</p>")
    return found, call


def signed(blocks: Sequence[str], name: str, signatory: str) -> list[str]:
    """The clinic's name at the end is the signature: whoever signs stands above it."""
    if not blocks or blocks[-1] != f"<p>{escape(name, quote=False)}</p>":
        return list(blocks)
    lines = f"<b>{escape(signatory, quote=False)}</b><br/>{escape(name, quote=False)}" if signatory else ""
    return [*blocks[:-1], f'<p class="signature">{lines or f"<b>{escape(name, quote=False)}</b>"}</p>']
