"""Files of rows: every usual way to write them, and every way in which one can be wrong or mean harm."""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp import spreadsheets
from webapp.spreadsheets import Unreadable, delimited, guarded

HEADER = ["No", "Prénom", "Été"]
ROWS = [["1", "Zoë", "à Noël"], ["2", "François", "fête"]]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def everything(path: Path) -> tuple[list[str], list[list[str]], list[int], list[tuple[int, str]]]:
    """Header, rows, their lines, and troubles as (line, code)."""
    with spreadsheets.read(path) as sheet:
        rows, lines, troubles = [], [], []
        for chunk in sheet.chunks():
            rows += chunk.rows
            lines += list(chunk.lines)
            troubles += [(trouble.line, trouble.code) for trouble in chunk.troubles]
        return sheet.header, rows, lines, troubles


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_it_reads_every_usual_way_to_write_rows(tmp_path: Path, separator: str, end: str, encoding: str) -> None:
    text = "".join(separator.join(row) + end for row in [HEADER, *ROWS])
    assert everything(written(tmp_path / "x.csv", text, encoding)) == (HEADER, ROWS, [2, 3], [])


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "name", ["Béatrice", "Hélène", "Ève Bélanger", "Françoise D'Astous-Bélanger", "À côté", "Théo Noël"]
)
def test_it_tells_encodings_apart_by_a_single_name(tmp_path: Path, encoding: str, name: str) -> None:
    path = written(tmp_path / "x.csv", f"No;Nom\n1;{name}\n", encoding)
    assert everything(path)[1] == [["1", name]]


def test_it_finds_an_accent_after_a_megabyte_of_plain_text(tmp_path: Path) -> None:
    plain = "No;Nom\n" + "1;abc\n" * 300_000
    path = written(tmp_path / "late.csv", plain + "2;Zoë\n", "cp1252")
    with spreadsheets.read(path) as sheet:
        last = [row for chunk in sheet.chunks() for row in chunk.rows][-1]
    assert last == ["2", "Zoë"]


def test_it_counts_lines_as_an_editor_does(tmp_path: Path) -> None:
    text = 'No;Nom\n1;a\n\n2;"b\r\nb"\n3;c\n;\n4;"d\n\nd"\n5;e\n'
    assert everything(written(tmp_path / "x.csv", text))[1:3] == (
        [["1", "a"], ["2", "b\r\nb"], ["3", "c"], ["4", "d\n\nd"], ["5", "e"]],
        [2, 4, 6, 8, 11],
    )


def test_it_takes_quotes_within_quotes_and_empty_fields_behind_the_last_column(tmp_path: Path) -> None:
    text = 'No,Nom\n1,"Jimmy ""Chewie"" Chew",,\n2,"a, b"\n'
    assert everything(written(tmp_path / "x.csv", text))[1] == [["1", 'Jimmy "Chewie" Chew'], ["2", "a, b"]]


def test_it_heeds_the_separator_that_excel_names(tmp_path: Path) -> None:
    assert everything(written(tmp_path / "x.csv", "sep=|\nNo|A;B\n1|x;y\n"))[:3] == (["No", "A;B"], [["1", "x;y"]], [3])


def test_it_sets_aside_lines_that_are_no_rows(tmp_path: Path) -> None:
    text = "No;Nom;Ville\n1;a;b\n2;a;b\nc;d\n3;a;b;c\nNo;Nom;Ville\n4;a;b\n5;a"
    _, rows, _, troubles = everything(written(tmp_path / "x.csv", text))
    assert [row[0] for row in rows] == ["1", "2", "4"]
    assert troubles == [(4, "too_few_fields"), (5, "too_many_fields"), (6, "header_repeated"), (8, "torn")]


def test_it_says_which_lines_a_quote_has_swallowed(tmp_path: Path) -> None:
    text = 'No;Nom\n1;a\n2;"b\n3;c\n4;"d\n5;e\n'
    with spreadsheets.read(written(tmp_path / "x.csv", text)) as sheet:
        (trouble,) = [trouble for chunk in sheet.chunks() for trouble in chunk.troubles]
    assert (trouble.line, trouble.code, trouble.details["until"]) == (3, "quote_over_lines", 5)


@pytest.mark.parametrize("rest", [3, 30_000])
def test_it_says_where_a_quote_opened_that_is_never_closed(tmp_path: Path, rest: int) -> None:
    text = "No;Nom\n1;a\n" + '2;"b\n' + "3;c\n" * rest
    with pytest.raises(Unreadable) as wrong:
        everything(written(tmp_path / "x.csv", text))
    assert (wrong.value.code, wrong.value.details["line"]) == ("unbalanced_quote", 3)


def test_it_sets_aside_lines_with_bytes_that_mean_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"No;Nom\n" + "".join(f"{n};Zoé\n" for n in range(30)).encode() + b"30;Zo\xe9\n31;ok\n")
    _, rows, _, troubles = everything(path)
    assert troubles == [(32, "bytes")]
    assert len(rows) == 31


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


WRONG = {
    "empty": b"",
    "binary": b"%PDF-1.7 ...",
    "markup": b"<html><table><tr><td>No</td></tr></table>",
    "nul": b"No;Nom\n1;a\n2;b\0c\n",
    "line_too_long": b"No;Nom\n" + b"x" * 3_000_000,
    "old_excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
    "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "torn_workbook": b"PK\x03\x04 and then nothing of use",
}


@pytest.mark.parametrize("code", WRONG)
def test_it_says_what_is_wrong_with_a_file(tmp_path: Path, code: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(WRONG[code])
    with pytest.raises(Unreadable) as wrong:
        everything(path)
    assert wrong.value.code == code
    if code == "nul":
        assert wrong.value.details["line"] == 3


def test_it_refuses_folders_and_what_is_not_there(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "directory"), (tmp_path / "none.csv", "missing")):
        with pytest.raises(Unreadable) as wrong:
            spreadsheets.read(path)
        assert wrong.value.code == code


def test_it_refuses_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "LARGEST_TEXT", 10)
    with pytest.raises(Unreadable) as wrong:
        spreadsheets.read(written(tmp_path / "x.csv", "No;Nom\n1;abc\n"))
    assert wrong.value.code == "too_large"


# ---------- Workbooks.


def workbook(rows: list[list[object]], path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Vide"
    sheet = book.create_sheet("Données")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_it_reads_the_first_sheet_with_rows(tmp_path: Path) -> None:
    path = workbook(
        [
            ["No", "Né", "Vu", "Prix", "Code", "Oui"],
            [1.0, datetime.date(2020, 5, 6), datetime.datetime(2020, 5, 6, 14, 30), 12.5, "00123", True],
            [None, None, None, None, None, None],
            [2.0, datetime.datetime(2020, 12, 31), datetime.time(9, 15), 1234567.0, "Zoë", False],
        ],
        tmp_path / "x.xlsx",
    )
    assert everything(path) == (
        ["No", "Né", "Vu", "Prix", "Code", "Oui"],
        [
            ["1", "2020-05-06", "2020-05-06 14:30:00", "12.5", "00123", "1"],
            ["2", "2020-12-31", "09:15:00", "1234567", "Zoë", "0"],
        ],
        [2, 4],
        [],
    )


def test_it_tells_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    path = workbook([["No", "Montant"], [1, "=1+1"], [2, 5]], tmp_path / "x.xlsx")  # openpyxl calculates nothing
    with spreadsheets.read(path) as sheet:
        (chunk,) = list(sheet.chunks())
    assert chunk.rows == [["1", ""], ["2", "5"]]
    assert chunk.cells == {(0, 1): "formula"}


def test_it_takes_the_value_that_a_formula_had(tmp_path: Path) -> None:
    path = workbook([["No", "Montant"], [1, "=1+1"]], tmp_path / "x.xlsx")
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = re.sub(rb"<f>1\+1</f><v(?: ?/>|></v>)", b"<f>1+1</f><v>2</v>", sheet)
    assert parts["xl/worksheets/sheet2.xml"] != sheet
    with spreadsheets.read(zipped(tmp_path / "y.xlsx", parts)) as read:
        (chunk,) = list(read.chunks())
    assert (chunk.rows, chunk.cells) == ([["1", "2"]], {})


def test_it_never_opens_macros_or_other_archives(tmp_path: Path) -> None:
    path = workbook([["No"], [1]], tmp_path / "x.xlsx")
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    wrong = {
        "macros": {**parts, "xl/vbaProject.bin": b"\0\1"},
        "other_zip": {"clients.csv": b"No;Nom\n"},
        "opendocument": {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
        "torn_workbook": {**parts, "xl/workbook.xml": b"<workbook><sheets>"},
    }
    for code, content in wrong.items():
        with pytest.raises(Unreadable) as refused:
            spreadsheets.read(zipped(tmp_path / f"{code}.xlsx", content))
        assert refused.value.code == code


def test_it_refuses_a_workbook_cut_short(tmp_path: Path) -> None:
    whole = workbook([["No", "Nom"]] + [[n, f"nom {n}"] for n in range(500)], tmp_path / "x.xlsx").read_bytes()
    for share in (0.3, 0.6, 0.95):
        (tmp_path / "y.xlsx").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(Unreadable) as wrong:
            spreadsheets.read(tmp_path / "y.xlsx")
        assert wrong.value.code == "torn_workbook"


def test_it_refuses_a_bomb_by_what_its_directory_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.xlsx", {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(Unreadable) as wrong:
        spreadsheets.read(path)
    assert wrong.value.code == "bomb"


def test_it_refuses_a_bomb_whose_directory_lies(tmp_path: Path) -> None:
    """The sizes in the directory are those of a small file; what comes out when inflating is not."""
    path = zipped(tmp_path / "x.xlsx", {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    raw = path.read_bytes().replace(struct.pack("<L", 60_000_000), struct.pack("<L", 1_000))
    path.write_bytes(raw)
    assert zipfile.ZipFile(io.BytesIO(raw)).getinfo("xl/worksheets/sheet1.xml").file_size == 1_000
    with pytest.raises(Unreadable) as wrong:
        spreadsheets.read(path)
    assert wrong.value.code == "bomb"


def test_it_refuses_a_sheet_that_would_be_laid_out_too_wide(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "No", "x"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(Unreadable) as wrong:
        spreadsheets.read(tmp_path / "x.xlsx")
    assert wrong.value.code == "too_many_cells"


# ---------- How far a sheet reaches is measured wherever it lies and however it is written; nothing here lays one out.

RELATIONS, SHEET = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"


def parts_of(path: Path) -> dict[str, bytes]:
    book = openpyxl.Workbook()
    for row in (["No", "Nom"], [1, "Roy"]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        everything(path)
    return refused.value.code


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (b"/xl/feuilles/un.xml", "xl/feuilles/un.xml"),
        (b"feuilles/un.xml", "xl/feuilles/un.xml"),
        (b"FEUILLES/Un.xml", "xl/feuilles/un.xml"),
        (b"/autre/un.xml", "autre/un.xml"),
        (b"un.dat", "xl/un.dat"),
    ],
)
def test_it_measures_a_sheet_wherever_the_workbook_keeps_it(tmp_path: Path, target: bytes, name: str) -> None:
    parts = parts_of(tmp_path / "x.xlsx")
    sheet = parts.pop(SHEET)
    parts[RELATIONS] = parts[RELATIONS].replace(b"/xl/worksheets/sheet1.xml", target)
    assert everything(zipped(tmp_path / "near.xlsx", {**parts, name: sheet}))[1] == [["1", "Roy"]]
    far = sheet.replace(b'r="B2"', b'r="XFD5000"')
    assert code_of(zipped(tmp_path / "far.xlsx", {**parts, name: far})) == "too_many_cells"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"r = 'XFD5000'", "too_many_cells"),
        (b'r="&#88;FD5000"', "too_many_cells"),
        (b'r="xfd5000"', "too_many_cells"),
        (b'cm="1" r="XFD5000"', "too_many_cells"),
        (b'r="XFE2"', "beyond_sheet"),
        (b'r="ZZZZ2"', "beyond_sheet"),
        (b'r="B1048577"', "beyond_sheet"),
        (b'r="B99999999999999999999"', "beyond_sheet"),
        (b'r="B\xc3\xa92"', "torn_workbook"),
    ],
)
def test_it_measures_a_cell_however_its_place_is_written(tmp_path: Path, written: bytes, code: str) -> None:
    parts = parts_of(tmp_path / "x.xlsx")
    parts[SHEET] = parts[SHEET].replace(b'r="B2"', written)
    assert code_of(zipped(tmp_path / "y.xlsx", parts)) == code


def test_it_measures_through_any_prefix(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "x.xlsx")
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts[SHEET]).replace(b"xmlns=", b"xmlns:x=")
    assert b"<x:c " in sheet
    assert everything(zipped(tmp_path / "near.xlsx", {**parts, SHEET: sheet}))[1] == [["1", "Roy"]]
    parts[SHEET] = sheet.replace(b'r="B2"', b'r="XFD5000"')
    assert code_of(zipped(tmp_path / "far.xlsx", parts)) == "too_many_cells"


def test_it_counts_cells_that_do_not_say_where_they_stand(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "x.xlsx")
    plain = re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", parts[SHEET])
    assert plain != parts[SHEET]
    assert everything(zipped(tmp_path / "near.xlsx", {**parts, SHEET: plain}))[1] == [["1", "Roy"]]
    parts[SHEET] = plain.replace(b"</row></sheetData>", b"<c/>" * 16_390 + b"</row></sheetData>")
    assert code_of(zipped(tmp_path / "far.xlsx", parts)) == "beyond_sheet"


def test_it_takes_no_document_type(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "x.xlsx")
    start = parts[SHEET].index(b"<worksheet")
    parts[SHEET] = parts[SHEET][:start] + b"<!DOCTYPE worksheet>" + parts[SHEET][start:]
    assert code_of(zipped(tmp_path / "y.xlsx", parts)) == "torn_workbook"


# ---------- The process that opens a workbook may die; whoever asked for it is told.


def test_it_survives_the_process_that_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook([["No", "Nom"]] + [[n, f"nom {n}"] for n in range(3_000)], tmp_path / "x.xlsx")
    monkeypatch.setattr(guarded, "MEMORY", 1)
    assert code_of(path) == "died"
    monkeypatch.undo()
    assert len(everything(path)[1]) == 3_000


def test_it_says_why_a_large_workbook_ended_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large to be measured first: it claims more than the limit of this test lets anybody lay out."""
    parts = parts_of(tmp_path / "x.xlsx")
    far = parts[SHEET].replace(b'r="B2"', b'r="XFD400"')
    parts[SHEET] = far.replace(b"<sheetData>", b"<sheetData>" + b" " * 5_000_000)
    monkeypatch.setattr(guarded, "MEMORY", 250 * 1024 * 1024)
    assert code_of(zipped(tmp_path / "y.xlsx", parts)) == "too_many_cells"


def test_it_says_when_its_process_died_half_way(tmp_path: Path) -> None:
    path = workbook([["No", "Nom"]] + [[n, f"nom {n}"] for n in range(3_000)], tmp_path / "x.xlsx")
    with spreadsheets.read(path) as sheet, pytest.raises(Unreadable) as refused:
        for _ in sheet.chunks(1_000):
            sheet._process.kill()  # type: ignore[attr-defined]
            sheet._process.wait()  # type: ignore[attr-defined]
    assert refused.value.code == "died"


def test_it_reads_a_workbook_twice_at_once(tmp_path: Path) -> None:
    """As an import does that meets a number for the second time."""
    path = workbook([["No"]] + [[n] for n in range(25)], tmp_path / "x.xlsx")
    with spreadsheets.read(path) as sheet:
        first = sheet.chunks(10)
        begun = next(first).rows
        with sheet.reopened() as again:
            whole = [row for chunk in again.chunks(10) for row in chunk.rows]
        assert begun + [row for chunk in first for row in chunk.rows] == whole == [[str(n)] for n in range(25)]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_it_says_where_a_cell_is_too_long(tmp_path: Path, name: str) -> None:
    long = "x" * 900_000
    if name == "x.csv":
        path = written(tmp_path / name, f'No;Nom\n1;a\n2;"{long}"\n3;c\n')
    else:
        path = workbook([["No", "Nom"], [1, "a"], [2, "LONG"], [3, "c"]], tmp_path / "y.xlsx")
        with zipfile.ZipFile(path) as archive:
            parts = {each: archive.read(each).replace(b"LONG", long.encode()) for each in archive.namelist()}
        path = zipped(tmp_path / name, parts)
    with pytest.raises(Unreadable) as refused:
        everything(path)
    assert (refused.value.code, refused.value.details["line"]) == ("cell_too_large", 3)


_CELLS = st.text(st.sampled_from("ab é\x00\x0b\x0c\u2028 '=-"), max_size=3)
_LINES = st.lists(
    st.one_of(st.lists(_CELLS, max_size=4).map(";".join), st.sampled_from(['"a;b";c', 'a;"b\nc";d', 'a;b"c', 'a;"b'])),
    max_size=9,
)


@given(_LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.integers(1, 4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_lines_without_quotes_are_divided_as_a_reader_divides_them(
    tmp_path: Path, lines: list[str], end: str, ended: bool, size: int
) -> None:
    path = written(tmp_path / "x.csv", end.join(["No;Nom;Ville", "1;a;b", *lines]) + end * ended)

    def read() -> object:
        try:
            with spreadsheets.read(path) as sheet:
                return [
                    (c.rows, list(c.lines), [(t.line, t.code, t.cells, t.details) for t in c.troubles], c.short)
                    for c in sheet.chunks(size)
                ]
        except Unreadable as error:
            return error.code, error.details

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited._Delimited, "_without_quotes", lambda *_: None)
        expected = read()
    assert read() == expected
