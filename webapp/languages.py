"""French and English.

Source strings are English; French stands in `webapp/translations/fr/<room>.po`, one file a room, and is read as it is:
nothing is compiled, so nothing can be out of date.
"""

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale, lazy_gettext, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from config import Config

CATALOGUES = Path(__file__).parent / "translations"
NAMES: dict[str, Any] = {"fr": lazy_gettext("French"), "en": lazy_gettext("English")}
LOCALES = {"fr": "fr_CA", "en": "en_CA"}  # plain `fr` would print "$CA"


@functools.cache
def load(language: str, directory: Path = CATALOGUES) -> NullTranslations:
    """All of a language's catalogues in one; English has none, being the source."""
    merged: Any = None
    for path in sorted((directory / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        translations = Translations(fp=compiled)
        merged = translations if merged is None else merged.add(translations)
    return merged or NullTranslations()


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
    return "en" if getattr(get_locale(), "language", "fr") == "en" else "fr"


def pick(fr: str, en: str) -> str:
    """Of a name that stands in both languages, the one to show; the other where it is missing."""
    return (en or fr) if current() == "en" else (fr or en)


def name_of(row: Any) -> str:
    """What has a name in both, by the one of the page."""
    return pick(row.name_fr, row.name_en)
