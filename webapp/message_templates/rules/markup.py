"""How words are marked: paragraphs, line breaks, **bold**, "- " lists and bare https:// links; tags pass through whole.

In blocks a link may have words of its own, too: [the clinic](https://…).
"""

import re
from collections.abc import Mapping
from html import escape

_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^*\s])\*\*")
_LINK = re.compile(r"https?://[^\s<>{}]*[^\s<>{}.,;:!?»)’\"'\u00a0]")
# No tag inside the address: what a tag says there would need to be written as an address has it (buttons do that).
_WORDED = re.compile(r"\[([^\[\]\n]{1,300})\]\(((?:https://|mailto:|tel:)[^\s<>{}()\"']{1,500})\)")
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_ITEM = re.compile(r"[-•*] +(?=\S)")

PLAIN: Mapping[str, str] = {}  # no attributes: paper has a style sheet of its own


def inline(text: str, attributes: Mapping[str, str] = PLAIN, *, worded: bool = True) -> str:
    """What stands inside a paragraph. `worded`: links may have words of their own."""
    if not worded:
        return _inline(text, attributes)
    out, at = [], 0
    for link in _WORDED.finditer(text):
        href = escape(link[2])
        words = _BOLD.sub(r"<strong>\1</strong>", escape(link[1], quote=False))
        out += [_inline(text[at : link.start()], attributes), f'<a href="{href}"{attributes.get("a", "")}>{words}</a>']
        at = link.end()
    return "".join([*out, _inline(text[at:], attributes)])


def _inline(text: str, attributes: Mapping[str, str]) -> str:
    out, at = [], 0
    for link in _LINK.finditer(text):
        href = escape(link[0])
        out += [escape(text[at : link.start()], quote=False), f'<a href="{href}"{attributes.get("a", "")}>{href}</a>']
        at = link.end()
    out.append(escape(text[at:], quote=False))
    return _BOLD.sub(r"<strong>\1</strong>", "".join(out))


def blocks(text: str) -> list[str]:
    """The paragraphs and lists, as typed."""
    return [block for block in _BLANK.split(text.replace("\r\n", "\n").strip()) if block]


def to_html(text: str, attributes: Mapping[str, str] = PLAIN, *, worded: bool = False) -> str:
    """Paragraphs and lists. `attributes` gives what stands inside a tag's brackets: {"p": ' style="…"'}.

    `worded`: links may have words of their own.
    """
    return "\n".join(_block(block, attributes, worded) for block in blocks(text))


def _block(block: str, attributes: Mapping[str, str], worded: bool) -> str:
    out: list[str] = []
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines:
            out.append(f"<p{attributes.get('p', '')}>{'<br>'.join(lines)}</p>")
        if items:
            inside = "".join(f"<li{attributes.get('li', '')}>{item}</li>" for item in items)
            out.append(f"<ul{attributes.get('ul', '')}>{inside}</ul>")
        lines.clear()
        items.clear()

    for line in block.split("\n"):
        item = _ITEM.match(line)
        if bool(item) != bool(items):
            close()
        (items if item else lines).append(inline(line[item.end() if item else 0 :].strip(), attributes, worded=worded))
    close()
    return "\n".join(out)


def to_plain(text: str, *, worded: bool = False) -> str:
    """The same to be read without any layout: the marks of bold go, lists stay, an address follows its words."""
    if worded:
        text = _WORDED.sub(
            lambda link: f"{link[1]} ({link[2].split(':', 1)[1] if link[2][0] in 'mt' else link[2]})", text
        )
    return "\n\n".join(
        "\n".join(_BOLD.sub(r"\1", line.strip()) for line in block.split("\n")) for block in blocks(text)
    )
