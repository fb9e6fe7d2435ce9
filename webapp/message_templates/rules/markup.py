"""The format "text": paragraphs, line breaks, **bold**, "- " lists and bare https:// links; tags pass through whole."""

import re
from collections.abc import Mapping
from html import escape

_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^*\s])\*\*")
_LINK = re.compile(r"https?://[^\s<>{}]*[^\s<>{}.,;:!?»)’\"'\u00a0]")
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_ITEM = re.compile(r"[-•*] +(?=\S)")

PLAIN: Mapping[str, str] = {}  # no attributes: paper has a style sheet of its own


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


def to_html(text: str, attributes: Mapping[str, str] = PLAIN) -> str:
    """Paragraphs and lists. `attributes` gives what stands inside a tag's brackets: {"p": ' style="…"'}."""
    return "\n".join(_block(block, attributes) for block in blocks(text))


def _block(block: str, attributes: Mapping[str, str]) -> str:
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
        (items if item else lines).append(_inline(line[item.end() if item else 0 :].strip(), attributes))
    close()
    return "\n".join(out)


def to_plain(text: str) -> str:
    """The same to be read without any layout: the marks of bold go, lists stay."""
    return "\n\n".join(
        "\n".join(_BOLD.sub(r"\1", line.strip()) for line in block.split("\n")) for block in blocks(text)
    )
