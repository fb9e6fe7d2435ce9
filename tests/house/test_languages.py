"""Every word on the screens stands in both languages, and the French is spaced as French is."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

import config
from tests.house.catalogues import FILES, messages, texts
from webapp import languages

METHODS = [("webapp/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2),
    "counting": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "lazy_pgettext": ((1, "c"), 2),
    "N_": None,
}  # fmt: skip


@cache
def extracted() -> list[tuple[Any, ...]]:
    """Every string that the code and the templates give to gettext, as Babel tells it."""
    options = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
    return list(extract_from_dir(config.ROOT, METHODS, keywords=KEYWORDS, options_map=options))


@cache
def asked_for() -> dict[tuple[Any, str | None], str]:
    """The same, each with a place where it stands."""
    found = {}
    for file, line, message, _comments, context in extracted():
        key = message[0] if isinstance(message, tuple) else message
        found[(key, context)] = f"{file}:{line}"
    return found


def key(message: Message) -> tuple[Any, str | None]:
    return (message.id[0] if isinstance(message.id, tuple) else message.id, message.context)


def test_it_has_every_string_in_french() -> None:
    known = {key(message) for path in FILES for message in messages(path)}
    missing = {
        f"{place}: {message!r}" for (message, context), place in asked_for().items() if (message, context) not in known
    }
    assert not missing, "\n".join(sorted(missing))


def test_it_has_a_plural_where_one_is_asked_for() -> None:
    """gettext and ngettext do not find each other's strings, and answer in English without a word."""
    has = {key(message): message.pluralizable for path in FILES for message in messages(path)}
    wrong = [
        f"{file}:{line}: {message!r}"
        for file, line, message, _comments, context in extracted()
        if has.get((message[0] if isinstance(message, tuple) else message, context)) is not isinstance(message, tuple)
    ]
    assert not wrong, "\n".join(wrong)


def test_it_asks_for_no_string_inside_an_f_string() -> None:
    """Babel sees it only where Python's tokenizer looks into f-strings: since 3.12."""
    hidden = [
        f"{path.relative_to(config.ROOT)}:{asked.lineno}"
        for path in sorted((config.ROOT / "webapp").rglob("*.py"))
        for written in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(written, ast.JoinedStr)
        for asked in ast.walk(written)
        if isinstance(asked, ast.Call) and ast.unparse(asked.func).split(".")[-1] in KEYWORDS
    ]
    assert not hidden


def test_it_has_each_string_in_one_file_only() -> None:
    twice = [name for name, n in Counter(key(message) for path in FILES for message in messages(path)).items() if n > 1]
    assert not twice


def test_it_keeps_no_string_that_nobody_asks_for() -> None:
    left = [(path.stem, message.id) for path in FILES for message in messages(path) if key(message) not in asked_for()]
    assert not left


def test_it_is_translated_whole() -> None:
    wrong = []
    for message in (message for path in FILES for message in messages(path)):
        sources = list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]
        holes = set(re.findall(r"%\((\w+)\)", " ".join(sources)))
        for text in texts(message):
            if not text or message.fuzzy:
                wrong.append(f"not translated: {message.id!r}")
            elif not set(re.findall(r"%\((\w+)\)", text)) <= holes:
                wrong.append(f"other values than the source: {text!r}")
    assert not wrong, "\n".join(wrong)


# A plain space where French wants one that does not break; a no-break space where Québec wants none.
BAD = {
    "plain space before : % $ »": re.compile(r" [:%»$](?!\()(?!\w)"),
    "plain space after «": re.compile(r"« "),
    "space before ; ! ?": re.compile(r"[ \u00a0\u202f][;!?]"),
    "straight apostrophe": re.compile(r"\w'\w"),
    "three dots": re.compile(r"\.\.\."),
    "English quotation marks": re.compile(r"[“”]"),
}


def test_it_is_spaced_as_french_is() -> None:
    wrong = [
        f"{path.stem}: {what}: {text!r}"
        for path in FILES
        for message in messages(path)
        for text in texts(message)
        for what, pattern in BAD.items()
        if pattern.search(re.sub(r"%\(\w+\)[sd]", "X", text))
    ]
    assert not wrong, "\n".join(wrong)


# What the French of the trade, and English, do not say: what was found once, and its kind (OQLF: "dû" is no échéance).
UNSAID_FR = {
    "dû for what falls due": re.compile(r"\b[Dd](?:û|us|ue|ues)\b"),
    "an hour with a colon": re.compile(r"\b\d{1,2}:\d{2}\b(?!:)"),
    "gabarit is masculine": re.compile(r"\b(?:une|la|cette|aucune|nouvelle) gabarit\b", re.IGNORECASE),
    "site web, page web": re.compile(r"\b(?:sites?|pages?) web\b"),
    "a calque of change the status": re.compile(r"[Cc]hanger le statut"),
    "two periods": re.compile(r"(?<!\.)\.\.(?!\.)"),
}
UNSAID_EN = {
    "left for sent": re.compile(
        r"\b(?:messages?|e-mails?|mailings?|waves?|[Nn]othing|[Aa]nything) (?:more |ever )?(?:that )?"
        r"(?:(?:has|have|had|may have|can|will not|is to|are to) )?(?:not )?"
        r"(?:leaves?|left|leaving)\b(?! (?:aside|out|of))"
    ),
    "a.m. before a period": re.compile(r"\b[ap]\.m\."),
    "two periods": re.compile(r"(?<!\.)\.\.(?!\.)"),
}


def test_it_says_things_as_they_are_said() -> None:
    wrong = []
    for path in FILES:
        for message in messages(path):
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            for said, unsaid in ((texts(message), UNSAID_FR), (sources, UNSAID_EN)):
                wrong += [
                    f"{path.stem}: {what}: {text!r}" for text in said for what in unsaid if unsaid[what].search(text)
                ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_read_as_babel_reads_it(path: Path, tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    shutil.copy(path, tmp_path / "fr")
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(path.read_bytes()), locale="fr"))
    compiled.seek(0)
    by_babel, ours = Translations(fp=compiled), languages.load("fr", tmp_path)
    del by_babel._catalog[""]  # about the file
    assert ours._catalog == by_babel._catalog
    assert [ours.plural(n) for n in range(120)] == [by_babel.plural(n) for n in range(120)]


def test_what_is_not_translated_is_said_in_english(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    last = 'msgctxt "x"\nmsgid "c"\nmsgstr "d\\"\\n"\n"\\\\n"'
    entries = ['msgid "a"\nmsgstr ""', '#~ msgid "b"\n#~ msgstr "B"', last]
    (tmp_path / "fr" / "room.po").write_text("\n\n".join(entries), encoding="utf-8")
    found = languages.load("fr", tmp_path)
    assert [found.ugettext("a"), found.ugettext("b"), found.upgettext("x", "c")] == ["a", "b", 'd"\n\\n']
    assert languages.load("en").ungettext("one", "many", 0) == "many"
