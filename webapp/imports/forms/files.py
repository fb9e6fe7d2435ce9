"""Files that are sent, what their columns are said to mean, and where the watched folder is."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import MultipleFileField, SelectField, StringField, ValidationError
from wtforms.fields import Field

from webapp import filters, paging
from webapp.fields import Form, choice
from webapp.imports.actions.linking import Said
from webapp.imports.actions.uploads import MOST_FILES
from webapp.imports.queries import labels, looks, reasons
from webapp.imports.rules import headers, links, speaking
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS, ORDER

PASSED_OVER = "-"  # of a column that speaks of refusal: a person says that it need not be read


class UploadForm(Form):
    files = MultipleFileField(lazy_gettext("Files of your practice software"))

    def validate_files(self, field: Field) -> None:
        """At least one, and not a whole disk of them. A field left empty is sent as one file without a name."""
        field.data = [file for file in field.data or [] if getattr(file, "filename", "")]
        if not field.data:
            raise ValidationError(gettext("Choose at least one file."))
        if len(field.data) > MOST_FILES:
            raise ValidationError(gettext("Send at most %(n)s files at once.", n=MOST_FILES))


@dataclass
class Column:
    """A column of the file: its header, its first values, and what a person says it means."""

    place: int
    header: str
    samples: Sequence[str]
    meaning: str
    error: str = ""
    speaks: bool = False  # of death, departure or refusal, by its name
    passed_over: bool = False  # a person says that it need not be read

    @property
    def name(self) -> str:
        return f"column-{self.place}"


class ColumnsForm:
    """What a file is, and what each of its columns means."""

    def __init__(
        self,
        look: looks.Look,
        kind: str,
        columns: Mapping[str, str],
        *,
        remember: bool = True,
    ) -> None:
        self.kind = kind if kind in KINDS else ""
        self.remember = remember
        self.errors: list[str] = []
        self.titles_error = ""
        self.asked_for = ""  # the column that somebody came to have read
        seen: set[str] = set()
        self.columns: list[Column] = []
        for place, header in enumerate(look.header):
            if header and header not in seen:
                samples = look.samples[place] if place < len(look.samples) else []
                meaning = columns.get(header, "")
                speaks = self.kind in (CLIENTS, ANIMALS) and speaking.speaks(header)
                self.columns.append(
                    Column(place, header, samples, meaning.strip(PASSED_OVER), "", speaks, meaning == PASSED_OVER)
                )
            seen.add(header)
        self.header = look.header

    @classmethod
    def read(cls, look: looks.Look, sent: Mapping[str, str]) -> "ColumnsForm":
        """As it was sent. Another kind than the page showed begins with what is known of its headers."""
        kind = sent.get("kind", "")
        if kind in KINDS and kind != sent.get("shown_kind", kind):
            return cls(look, kind, looks.guess(look.header, kind), remember="remember" in sent)
        meant = {header: sent.get(f"column-{place}", "") for place, header in reversed(list(enumerate(look.header)))}
        return cls(look, kind, meant, remember="remember" in sent)

    @property
    def fields(self) -> list[tuple[str, str, bool]]:
        """What a column may mean: (field, words, whether the file cannot do without it), by their words."""
        if not self.kind:
            return []
        return [(each.name, str(labels.field(self.kind, each.name)), each.required) for each in KINDS[self.kind].fields]

    @property
    def groups(self) -> dict[str, list[Column]]:
        """The columns in the order in which a person is to look at them: asked about, not read, read."""
        found: dict[str, list[Column]] = {"asked": [], "unread": [], "read": []}
        for column in self.columns:
            found["read" if column.meaning else "asked" if column.speaks else "unread"].append(column)
        return {name: columns for name, columns in found.items() if columns}

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """What a file may be."""
        return [(name, labels.KINDS[name]) for name in ORDER]

    @property
    def meanings(self) -> dict[str, str]:
        return {column.header: column.meaning for column in self.columns}

    def say_twice(self) -> None:
        """Beside each column that means what one before it means already."""
        first: dict[str, Column] = {}
        for column in self.columns:
            if column.meaning and column.meaning in first:
                other = first[column.meaning].header
                column.error = gettext("The column “%(header)s” already means this.", header=other)
            first.setdefault(column.meaning, column)

    def validate(self, file_name: str) -> bool:
        """Say beside each column what is wrong with it, and above all what is missing."""
        if not self.kind:
            self.errors.append(gettext("Choose what this file holds."))
            return False
        self.say_twice()
        for column in self.columns:
            if column.speaks and not column.meaning and not column.passed_over:
                column.error = gettext("Say what it holds, or that it need not be read.")
        if any(column.error for column in self.columns):
            return False
        try:
            headers.apply_mapping(self.header, self.kind, self.meanings)
        except headers.NotRecognised as error:
            self._refuse(error, file_name)
            return False
        return True

    def _refuse(self, error: headers.NotRecognised, file_name: str) -> None:
        if error.code == "missing_columns":
            names = ", ".join(str(labels.field(self.kind, name)) for name in error.details["fields"])
            self.errors.append(gettext("No column is said to be: %(fields)s.", fields=names))
            return
        sentence = str(reasons.file_reason(error.code, error.details, file_name))
        for column in self.columns:
            if column.header == error.details.get("header"):
                column.error = sentence
                return
        self.errors.append(sentence)


class LinkForm:
    """Rows (id:count of those that ask the same), and whose they are: client-12, animal-7, another, aside."""

    def __init__(self, sent: MultiDict[str, str]) -> None:
        pairs = (each.partition(":") for each in sent.getlist("row"))
        found = {paging.identifier(row): paging.identifier(count) for row, _, count in pairs}
        self.rows = {row: count for row, count in found.items() if row and count}
        what, _, record = sent.get("answer", "").partition("-")
        kept = what if what in (links.ANOTHER, links.ASIDE) else links.THIS
        given = {f"{what}_id": paging.identifier(record)} if what in (links.CLIENT, links.ANIMAL) else {}
        self.said = Said(kept, **given)


class WatchedForm(Form):
    """A folder on the server that the practice software writes to, and when it is read at night."""

    folder = StringField(lazy_gettext("Folder on the server"))
    hour = SelectField(lazy_gettext("Each night at"), coerce=int, choices=[choice(n, str(n)) for n in range(24)])

    def __init__(self, *arguments: Any, data_directory: Path, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.data_directory = data_directory
        self.hour.choices = [choice(n, filters.clock_hour(n)) for n in range(24)]

    def validate_folder(self, field: Field) -> None:
        """One that is there, can be read, and is not ours."""
        field.data = (field.data or "").strip()
        if not field.data:
            return
        path = Path(field.data)
        if not path.is_absolute():
            raise ValidationError(
                gettext("Give the full path, as the server sees it: /srv/exports or \\\\server\\exports.")
            )
        if path.exists() and not path.is_dir():
            raise ValidationError(gettext("This is a file. Give the folder that holds it."))
        if not path.is_dir():
            raise ValidationError(gettext("The server sees no folder there. Create it or mount it, then try again."))
        if not os.access(path, os.R_OK | os.X_OK):
            raise ValidationError(gettext("Relance may not read this folder: check who may open it."))
        if _overlap(path, self.data_directory):
            raise ValidationError(gettext("This folder holds Relance’s own records. Choose another one."))
        if path.is_symlink():
            raise ValidationError(gettext("This is a link. Give the folder itself: %(path)s.", path=path.resolve()))


def _overlap(path: Path, other: Path) -> bool:
    """Whether one of the two lies inside the other."""
    a, b = path.resolve(), other.resolve()
    return a == b or a in b.parents or b in a.parents
