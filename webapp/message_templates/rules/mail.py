"""The page of an e-mail: the clinic's name, the text, a button, and at the foot who writes and how to be left alone.

Tables and inline styles, because mail programs know nothing else for sure. Nothing here is filled: the page is handed
over in pieces, cut where something of the template or of the recipient goes.
"""

from collections.abc import Mapping
from html import escape

from webapp.message_templates.rules.frame import Frame

# Where such a page is looked at: nothing in it runs, nothing is sent or fetched from it, nobody else may frame it.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox",
    "X-Frame-Options": "SAMEORIGIN",
}
FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
INK, QUIET, ACCENT, LINE, PAPER = "#1b2420", "#4a5751", "#0b6b57", "#dde2de", "#f3f4f1"

ATTRIBUTES: Mapping[str, str] = {
    "p": ' style="margin:0 0 16px"',
    "ul": ' style="margin:0 0 16px;padding:0 0 0 22px"',
    "li": ' style="margin:0 0 4px"',
    "a": f' class="rl-link" style="color:{ACCENT};text-decoration:underline"',
}
TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
# Dark: some programs turn colours by themselves; for those that ask us, these are ours.
_STYLE = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:620px){.rl-pad{padding-left:20px!important;padding-right:20px!important}.rl-out{padding:0!important}
.rl-card{border-radius:0!important;border-left:0!important;border-right:0!important}
.rl-col{display:block!important;width:100%!important;padding-left:0!important;padding-right:0!important}}
@media (prefers-color-scheme:dark){.rl-paper{background:#131816!important}
.rl-card{background:#1c2320!important;border-color:#38423d!important}.rl-rule{border-color:#38423d!important}
.rl-ink{color:#eef2ef!important}.rl-quiet{color:#b4beb8!important}.rl-link{color:#7fd6bf!important}
.rl-button{background:#7fd6bf!important}.rl-button a{color:#0d1a16!important}mark{background:#2c4a41!important}}
""".replace("\n", "")
_MARK = "mark{background:#dcefe8;color:inherit;border-radius:3px;padding:0 2px}"
# What keeps a mail program from drawing the beginning of the text into the preview line, after the preheader.
_FILL = "&#847;&zwnj;&nbsp;" * 40


def link(href: str, words: str) -> str:
    """A link inside the text; both parts already escaped."""
    attributes = ATTRIBUTES["a"]
    if href.startswith("tel:"):  # a number is not torn at its hyphen
        attributes = attributes.replace("underline", "underline;white-space:nowrap")
    return f'<a href="{href}"{attributes}>{words}</a>'


def page(frame: Frame, *, marked: bool) -> tuple[str, str, str, str]:
    """The document, cut where the subject, the preheader and the text go."""
    style = _STYLE + (_MARK if marked else "")
    head = (
        f'<!doctype html>\n<html lang="{"en-CA" if frame.language == "en" else "fr-CA"}" dir="ltr">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
        '<meta name="format-detection" content="telephone=no,date=no,address=no">\n<title>'
    )
    top = (
        f"</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="rl-paper" style="margin:0;padding:0;background:{PAPER};-webkit-text-size-adjust:100%">\n'
        '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all" aria-hidden="true">'
    )
    card = (
        f"{_FILL}</div>\n"
        f'<table {TABLE} width="100%" class="rl-paper" style="background:{PAPER}"><tr>'
        '<td align="center" class="rl-out" style="padding:24px 12px">\n'
        f'<table {TABLE} width="600" class="rl-card" style="width:100%;max-width:600px;background:#ffffff;'
        f'border:1px solid {LINE};border-radius:12px;border-collapse:separate">\n'
        f'<tr><td class="rl-pad" style="padding:28px 32px 0">{_head(frame)}</td></tr>\n'
        f'<tr><td class="rl-pad rl-ink" style="padding:20px 32px 12px;{FONT};font-size:17px;line-height:1.5;'
        f'color:{INK};overflow-wrap:break-word">\n'
    )
    end = "</td></tr>\n</table>\n</td></tr></table>\n</body>\n</html>\n"
    return head, top, card, end


def _head(frame: Frame) -> str:
    name = escape(frame.name)
    if frame.logo_src:
        return (
            f'<img src="{escape(frame.logo_src)}" alt="{name}" height="48" '
            f'style="display:block;height:48px;width:auto;max-width:100%;border:0;{FONT};font-size:19px;font-weight:bold">'
        )
    return (
        f'<div class="rl-ink" style="{FONT};font-size:19px;line-height:1.3;font-weight:bold;color:{INK}">{name}</div>'
    )


def button(words: str) -> tuple[str, str]:
    """A button that is a plain link in a coloured cell: it works without pictures and styles. Cut at its address."""
    return (
        f'\n<table {TABLE} style="margin:8px 0 20px"><tr><td class="rl-button" bgcolor="{ACCENT}" '
        f'style="background:{ACCENT};border-radius:8px"><a href="',
        f'" style="display:inline-block;padding:13px 24px;{FONT};font-size:17px;line-height:1.2;font-weight:bold;'
        f'color:#ffffff;text-decoration:none">{words}</a></td></tr></table>\n',
    )


def foot(frame: Frame) -> tuple[str, str]:
    """Who writes, and the way to be left alone. It is no part of any template. Cut at the address of that way."""
    quiet = f'class="rl-link" style="color:{QUIET};text-decoration:underline"'
    lines = [f"<strong>{escape(frame.name)}</strong>", *(escape(line) for line in frame.place_lines)]
    if frame.phone:
        number = escape(frame.phone)
        lines.append(f'<a href="tel:{escape(frame.phone_link)}" {quiet}>{number}</a>' if frame.phone_link else number)
    if frame.email:
        lines.append(f'<a href="mailto:{escape(frame.email)}" {quiet}>{escape(frame.email)}</a>')
    if frame.website:
        lines.append(f'<a href="{escape(web_address(frame.website))}" {quiet}>{escape(frame.website)}</a>')
    return (
        '</td></tr>\n<tr><td class="rl-pad" style="padding:0 32px 28px">'
        f'<div class="rl-quiet rl-rule" style="border-top:1px solid {LINE};padding-top:16px;{FONT};font-size:14px;'
        f'line-height:1.5;color:{QUIET}">{"<br>".join(lines)}<br><br><a href="',
        f'" {quiet}>{escape(frame.unsubscribe_words)}</a></div>',
    )


def plain_foot(frame: Frame) -> str:
    """The same foot for the text alternative; the address of the way out comes last, by the word that people and
    filters look for.
    """
    lines = [frame.name, *frame.place_lines, frame.phone, frame.email, frame.website]
    word, colon = ("(unsubscribe)", ":") if frame.language == "en" else ("(se désabonner)", "\u00a0:")
    return "\n".join(["", "", "--", *filter(None, lines), "", f"{frame.unsubscribe_words} {word}{colon} "])


def web_address(website: str) -> str:
    """What a browser can open: a website typed without "https://" gets it."""
    return website if website.startswith(("https://", "http://")) else f"https://{website}"
