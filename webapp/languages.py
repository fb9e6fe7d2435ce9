"""French and English.

Source strings are English; French stands in `webapp/translations/fr/<room>.po`, one file a room, and is read as it is:
nothing is compiled, so nothing can be out of date.
"""

import functools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale, lazy_gettext, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from config import Config

CATALOGUES = Path(__file__).parent / "translations"
NAMES: dict[str, Any] = {"fr": lazy_gettext("French"), "en": lazy_gettext("English")}
PLURAL = {"fr": lambda n: int(n > 1)}
LOCALES = {"fr": "fr_CA", "en": "en_CA"}  # plain `fr` would print "$CA"

_ESCAPED = re.compile(r"\\(.)")


@functools.cache
def load(language: str, directory: Path = CATALOGUES) -> NullTranslations:
    """All of a language's catalogues in one; English has none, being the source."""
    found = Translations()
    for path in sorted((directory / language).glob("*.po")):
        found._catalog.update(_messages(path.read_text(encoding="utf-8")))
    found.plural = PLURAL.get(language, found.plural)
    return found


def _messages(catalogue: str) -> dict[Any, str]:
    """As gettext keeps them: by the source, by its context, a sign and the source, or by the source and the number.

    Babel reads a catalogue for every purpose and takes ten times as long; this one knows what ours hold, and a test
    (tests/house/test_languages.py) that both find the same.
    """
    found: dict[Any, str] = {}
    entry: dict[str, str] = {}
    word = ""
    for line in [*catalogue.split("\n"), 'msgid ""']:
        if not line or line[0] == "#":
            continue
        if line[0] != '"':
            word, _, line = line.partition(" ")
            if word == "msgctxt" or (word == "msgid" and "msgid" in entry):
                found.update(_forms(entry))
                entry = {}
            entry[word] = ""
        text = line[1:-1]
        entry[word] += _ESCAPED.sub(_unescaped, text) if "\\" in text else text
    return found


def _forms(entry: dict[str, str]) -> dict[Any, str]:
    """Of one entry: what was translated. The first, which has no source, is about the file."""
    source = "\x04".join(entry[word] for word in ("msgctxt", "msgid") if word in entry)
    if "msgid_plural" not in entry:
        return {source: said} if source and (said := entry.get("msgstr")) else {}
    forms = {(source, number): entry.get(f"msgstr[{number}]", "") for number in range(2)}
    return forms if all(forms.values()) else {}


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(found[1], found[1])


class Catalogues(Domain):
    """Hands Flask-Babel the merged catalogues instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        return load(getattr(get_locale(), "language", "en"))


def init_app(app: Flask, default: str = "fr") -> None:
    """Choose the language of each request: the person's, else the clinic's (`g.language`, set before)."""

    def locale() -> str:
        return LOCALES.get(getattr(g, "language", default), LOCALES[default])

    babel = Babel(app, locale_selector=locale, timezone_selector=lambda: str(app.config["RELANCE"].timezone))
    babel.domain_instance = Catalogues()  # type: ignore[no-untyped-call]
    app.jinja_env.globals.update(_=_said, gettext=_said)


@pass_eval_context
def _said(context: EvalContext, source: str, /, **values: object) -> str:
    """What `_()` gives in a template. Jinja's own derives a context and looks for the catalogue at each word."""
    if values:
        return _written(current(), source, context.autoescape) % values
    return _whole(current(), source, context.autoescape)


@functools.lru_cache(maxsize=4096)  # more than the templates have words
def _written(language: str, source: str, markup: bool) -> str:
    said: str = load(language).ugettext(source)
    return Markup(said) if markup else said  # noqa: S704  the words of our own templates, as Jinja's own marks them


@functools.lru_cache(maxsize=4096)
def _whole(language: str, source: str, markup: bool) -> str:
    """With no values to fill in: "%%" is one sign there, too."""
    return _written(language, source, markup) % {}


@contextmanager
def speaking(language: str, settings: Config | None = None) -> Iterator[None]:
    """Where there is no application, because the installation has a fault: gettext answers in this language."""
    app = Flask("relance")
    app.config["RELANCE"] = settings
    init_app(app)
    with app.app_context():
        g.language = language
        yield


def speak(language: str) -> None:
    """From here on, in this request or command."""
    g.language = language
    refresh()


def of_the_machine() -> str:
    """Of whoever is at the machine, where no clinic can say: French unless the system speaks English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if told.startswith("en") else "fr"


def current() -> str:
    """Either "fr" or "en": the language of what is being written now."""
    return "en" if getattr(_known() or get_locale(), "language", "fr") == "en" else "fr"


def _known() -> Any:
    """What Flask-Babel has found out in this context, without asking it: a list says four hundred words."""
    try:
        held = g._get_current_object()
    except RuntimeError:  # outside of any
        return None
    return getattr(getattr(held, "_flask_babel", None), "babel_locale", None)


def pick(fr: str, en: str) -> str:
    """Of a name that stands in both languages, the one to show; the other where it is missing."""
    return (en or fr) if current() == "en" else (fr or en)


def name_of(row: Any) -> str:
    """What has a name in both, by the one of the page."""
    return pick(row.name_fr, row.name_en)
