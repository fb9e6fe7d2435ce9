"""Why a file, a row or a field was not taken, in words. Codes are stored; words are made when they are shown."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from webapp import filters
from webapp.holds.queries import REASONS as HELD
from webapp.imports.queries import labels

_LONGEST = 80  # of a value that is repeated in a sentence

FILE_REASONS = {
    "directory": _("“%(file)s” is a folder. Name the files in it instead."),
    "missing": _("There is no file “%(file)s”."),
    "no_access": _("“%(file)s” may not be read by this program: check who may open it."),
    "unreadable": _("“%(file)s” cannot be read: %(why)s."),
    "empty": _("“%(file)s” is empty."),
    "binary": _("“%(file)s” is neither a text nor a workbook. Export it again as CSV or XLSX."),
    "markup": _("“%(file)s” is a web page under another name. Export it as CSV or XLSX."),
    "nul": _("“%(file)s” is damaged: line %(line)s holds characters that no text has. Export it again."),
    "line_too_long": _("“%(file)s” has no end of line after line %(line)s: this is not a file of rows."),
    "old_excel": _("“%(file)s” is in an old Excel format. Open it in Excel and save it as XLSX or CSV."),
    "opendocument": _("“%(file)s” is an OpenDocument file. Save it as XLSX or CSV."),
    "password": _("“%(file)s” is protected by a password. Save it without one."),
    "macros": _("“%(file)s” contains macros, which are never opened here. Save it as XLSX without macros, or as CSV."),
    "other_zip": _("“%(file)s” is an archive, not a workbook. Unpack it and choose the files in it."),
    "torn_workbook": _("“%(file)s” is damaged or incomplete: it cannot be opened as a workbook. Export it again."),
    "bomb": _("“%(file)s” would unpack to far more than a workbook holds (limit: %(limit)s MB). It was not opened."),
    "too_large": _("“%(file)s” is too large: %(size)s MB; the limit is %(limit)s MB. Export it in several parts."),
    "too_many_cells": _("“%(file)s” holds more cells than can be read from a workbook (%(limit)s). Export it as CSV."),
    "beyond_sheet": _("“%(file)s” claims cells beyond the %(rows)s rows and %(columns)s columns that a sheet has."),
    "died": _(
        "“%(file)s” ended the process that read it, most likely by asking for too much memory. It is set aside, and "
        "nothing of it was written. Export it again, or as CSV."
    ),
    "link": _("“%(file)s” is a link. Links in the watched folder are not followed: put the file itself there."),
    "folder_link": _("The watched folder “%(file)s” is a link, which is not followed. Give the folder itself."),
    "cell_too_large": _("“%(file)s”: a cell on line %(line)s holds more than %(limit)s characters. Correct that line."),
    "unbalanced_quote": _("“%(file)s”: a quotation mark opened on line %(line)s is never closed. Correct that line."),
    "unknown_kind": _(
        "“%(file)s”: what these columns hold was not recognised: %(header)s. Say which kind of file it is."
    ),
    "header_twice": _("“%(file)s”: “%(header)s” stands twice in the header, in columns %(first)s and %(second)s."),
    "missing_columns": _(
        "“%(file)s” (%(kind)s) lacks a column that is needed: %(fields)s. Its header has: %(header)s."
    ),
    "layout_changed": _(
        "“%(file)s” is no longer as you described such files: it lacks %(gone)s, which was read. Say on the screen, or "
        "with --kind and --columns, what its columns mean now."
    ),
    "contents_changed": _(
        "“%(file)s”: the column “%(column)s”, so far read as %(fields)s, now holds “%(value)s”. Say on the screen, or "
        "with --kind and --columns, what it means now."
    ),
    "no_such_column": _("“%(file)s” has no column “%(column)s”. Its header has: %(header)s."),
    "day_order_open": _(
        "“%(file)s”: nothing tells whether %(value)s (column “%(column)s”) has the day first or the month. It is left "
        "out: import it with --day-first or --month-first, or on the screen, which asks."
    ),
    "day_order_torn": _(
        "“%(file)s”: in the column “%(column)s” as many dates have the day first as have the month: %(value)s. It is "
        "left out: import it with --day-first or --month-first, or on the screen, which asks."
    ),
    "day_order_changed": _(
        "“%(file)s”: the column “%(column)s” is not written as it was the last time: %(value)s. It is left out: import "
        "it with --day-first or --month-first, or on the screen, which asks."
    ),
    "day_order_contrary": _(
        "“%(file)s”: in the column “%(column)s” %(value)s cannot be read in the order that you gave. It is left out."
    ),
    "no_such_sheet": _("“%(file)s” has no sheet “%(sheet)s”. It has: %(sheets)s."),
    "no_sheets": _("“%(file)s” is a text, which has no sheets."),
    "sheet_empty": _("The sheet is empty."),
    "sheet_hidden": _("The sheet is hidden."),
    "sheet_no_table": _("The sheet holds no table."),
    "sheet_not_asked": _("Another sheet was asked for."),
    "file_changed": _("“%(file)s” changed while it was being read. Nothing of it was kept; import it again."),
    "file_removed": _("“%(file)s” was taken away while it was being read. Nothing of it was kept."),
    "no_header_row": _("“%(file)s” has no titles on line %(row)s."),
    "changed": _("The records changed while “%(file)s” was being written. Nothing of it was kept; import it again."),
    "interrupted": _("The reading of “%(file)s” was interrupted. Nothing of it was written; import it again."),
    "folder_missing": _("The watched folder “%(file)s” cannot be found. Nothing was imported from it."),
    "unexpected": _("“%(file)s” could not be imported because of a fault of this program. Nothing of it was written."),
}

ROW_REASONS = {
    "too_few_fields": _("The line has %(found)s fields instead of %(expected)s."),
    "too_many_fields": _("The line has %(found)s fields instead of %(expected)s."),
    "torn": _("The last line is cut off: %(found)s fields instead of %(expected)s."),
    "quote_over_lines": _(
        "A quotation mark opened on this line is only closed on line %(until)s: these lines were not read."
    ),
    "header_repeated": _("The header of line %(header_line)s stands here again."),
    "title": _("The line repeats the head of the list: it is not read."),
    "total": _("The line is a total: it is not read."),
    "group": _("The line only names whom the lines below it belong to."),
    "bytes": _("The line holds characters that cannot be read as %(encoding)s."),
    "no_number": _("The row has no number of its own."),
    "no_identity": _("The row says too little to be known again."),
    "said_twice": _("Line %(first)s says the same already."),
    "number_twice": _("Number %(value)s already stands on line %(first)s."),
    "no_name": _("The client has no name at all."),
    "no_client": _("The row names no client."),
    "several_client": _("Several clients are known by “%(value)s”: nobody can say which is meant."),
    "several_animal": _("Several animals are known by “%(value)s”: nobody can say which is meant."),
    "several_self": _("Several records of “%(value)s” fit: nobody can say which is meant."),
    "two_owners": _("The file names two owners for number %(value)s: nobody can say which is meant."),
    "former_owner": _("Number %(value)s would go back to a former owner: the owner stays until somebody has said so."),
    "client_waits": _("Its client, number %(value)s, waits for somebody to say who it is."),
    "animal_waits": _("Its animal, number %(value)s, waits for somebody to say whose it is."),
    "left_aside": _("“%(value)s”: left aside, as somebody said."),
    "unknown_client": _("There is no client number %(value)s."),
    "client_refused": _("Its client, number %(value)s, was refused."),
    "no_animal_no_client": _("The row names neither an animal nor a client."),
    "no_type": _("The row does not say what the reminder is about."),
    "no_animal": _("The row names no animal."),
    "unknown_animal": _("There is no animal number %(value)s."),
    "animal_refused": _("Its animal, number %(value)s, was refused."),
    "no_item": _("The row names no product or service."),
    "unknown_item": _("No product or service has the code %(value)s."),
    "several_items": _("Both a product and a service have the code %(value)s: the file must say which."),
    "item_refused": _("Its product or service, code %(value)s, was refused."),
    "no_date": _("The row has no date."),
    "bad_date": _("“%(value)s” is not a date."),
    "bad_amount": _("“%(value)s” is not an amount."),
    "bad_quantity": _("“%(value)s” is not a quantity."),
    "formula": _("The cell “%(column)s” holds a formula that was never calculated."),
    "email": _("“%(value)s” is not an e-mail address: not taken over."),
    "email_within": _("“%(value)s”: the address in it was taken over."),
    "email_several": _("“%(value)s”: the first address was taken over, the others are in the note."),
    "email_nobody": _("“%(value)s” is nobody’s address: not taken over."),
    "email_own": _("“%(value)s” is the clinic’s own address: not taken over."),
    "phone_within": _("“%(value)s”: the number was taken over, the words are in the note."),
    "phone_several": _(
        "“%(value)s”: the first number was taken over, the others where there was room, or in the note."
    ),
    "postal_code": _("“%(value)s” is not a postal code: not taken over."),
    "postal_zeros": _("“%(value)s”: the zero before it, which was lost, is there again."),
    "phone": _("“%(value)s” is not a telephone number: not taken over."),
    "date": _("“%(value)s” is not a date: not taken over."),
    "birth": _("“%(value)s” is not a birth date: not taken over."),
    "time": _("“%(value)s” is not a time: not taken over."),
    "yes": _("“%(value)s” is neither yes nor no: not taken over."),
    "sex": _("“%(value)s” is not a known sex: not taken over."),
    "language": _("“%(value)s” is not a language used here: not taken over."),
    "status": _("“%(value)s” is not a known status: not taken over."),
    "money": _("“%(value)s” is not an amount: not taken over."),
    "minutes": _("“%(value)s” is not a number of minutes: not taken over."),
    "item_kind": _("“%(value)s” says neither product nor service: not taken over."),
    "header": _("A heading or a remark, no sale."),
    "payment": _("A payment, no sale."),
    "tax": _("A tax, no sale."),
    "estimate": _("An estimate that was not billed."),
    "void": _("Cancelled in the practice software."),
    "deleted": _("Deleted in the practice software."),
    "error_cell": _("“%(value)s” is an error of the spreadsheet: not taken over."),
    "unclear": _("“%(value)s” is not a known status: nobody knows whether they come, so it answers no reminder."),
    "too_old": _("“%(value)s”: no animal of this species grows so old: not taken over."),
    "death_future": _("The date of death, %(value)s, is to come: not taken over."),
    "death_before_birth": _("The date of death, %(value)s, lies before the birth: not taken over."),
    "unknown_species": _("“%(value)s” is no species known here: the species is left open."),
    "breed_alone": _("The breed “%(value)s” stands without a species: not taken over."),
} | HELD


def row_reason(code: str, details: Mapping[str, Any]) -> Any:
    """The sentence for a refused or doubtful line. An unknown code is shown as it is, rather than nothing."""
    sentence = ROW_REASONS.get(code)
    if sentence is None:
        return code
    values = {name: _short(value) for name, value in details.items()}
    return _Filled(sentence, {"value": "", **values})


SAID_REASONS = {
    "values_bad_json": _("--values: this is not JSON (line %(line)s, character %(place)s)."),
    "values_no_object": _("--values: a JSON object is needed, from the head of a column to {value: meaning}."),
    "no_meaning": _("--values: “%(value)s” of “%(header)s” must lead to a word, or to null where it says nothing."),
    "value_twice": _("--values: “%(value)s” stands there twice, and can have but one meaning."),
    "bad_json": _("--columns: this is not JSON (line %(line)s, character %(place)s)."),
    "no_object": _("--columns: a JSON object is needed, from the head of a column to its field."),
    "no_field": _("--columns: “%(header)s” must lead to the name of a field, or to null to leave it out."),
    "unknown_field": _("--columns: “%(header)s” leads to “%(field)s”, which is no field."),
    "unknown_field_of_kind": _(
        "--columns: “%(header)s” leads to “%(field)s”, which is no field of %(kind)s. They are: %(known)s."
    ),
    "field_twice": _("--columns: “%(first)s” and “%(second)s” both lead to “%(field)s”."),
    "column_twice": _("--columns: the column “%(header)s” stands there twice."),
    "no_kind_of_all": _("--columns: no kind of file has all of these fields: %(fields)s."),
}


def said_reason(code: str, details: Mapping[str, Any]) -> str:
    """The sentence for what a command says of columns and cannot mean."""
    return str(SAID_REASONS[code]) % details


def failure(stored: str, file_name: str) -> Any:
    """Why a file or a run came to nothing, from its row (JSON: code and details); "" if it did not."""
    if not stored:
        return ""
    details = json.loads(stored)
    return file_reason(details.pop("code"), details, file_name)


def file_reason(code: str, details: Mapping[str, Any], file_name: str) -> Any:
    """The sentence for a file that was left out whole."""
    sentence = FILE_REASONS.get(code)
    if sentence is None:
        return code
    values: dict[str, Any] = {"file": file_name, "why": "", **details}
    for name in ("size", "limit"):
        if name in values and code in ("bomb", "too_large"):
            values[name] = -(-int(values[name]) // (1024 * 1024))
    if code in ("too_many_cells", "beyond_sheet", "cell_too_large"):
        values |= {name: filters.number(values[name]) for name in ("limit", "rows", "columns") if name in values}
    if "kind" in details:
        values["kind"] = labels.KINDS.get(details["kind"], details["kind"])
        values["fields"] = _Joined([labels.field(details["kind"], name) for name in details.get("fields", ())])
    if "header" in details and not isinstance(details["header"], str):
        values["header"] = ", ".join(_short(name) for name in details["header"])
    if "gone" in details:
        values["gone"] = _Joined([_Filled(_("“%(name)s”"), {"name": _short(name)}) for name in details["gone"]])
    if "columns" in details:
        values["first"], values["second"] = details["columns"]
    return _Filled(sentence, values)


def _short(value: Any) -> str:
    written = str(value)
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"


class _Filled:
    """A sentence with its values, translated when it is shown."""

    def __init__(self, sentence: Any, values: Mapping[str, Any]) -> None:
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return str(self.sentence) % self.values

    def __html__(self) -> str:
        return str(self).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Joined:
    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return ", ".join(str(part) for part in self.parts)
