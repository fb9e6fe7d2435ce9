"""Web pages, XML Spreadsheet 2003 and old workbooks under the name of a workbook."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from webapp import spreadsheets
from webapp.spreadsheets import Unreadable

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><style>td {{ color: red }}</style></head><body>
<h1>Clinique</h1><table border=1><tr><td colspan=2>Client</td><td>Animal</td></tr>
<tr><th>No</th><th>Nom<br>complet</th><th>Nom</th></tr>
<tr><td rowspan=2>1</td><td>Éve &amp; Luc&nbsp;Roy</td><td>Rex</td></tr>
<tr><td>Roy</td><td>Mimi<script>x()</script></td></tr></table>
<p>Fin</p><table><tr><td>K</td><td>Q</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Été"><Table><Row><Cell><Data ss:Type="String">No</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">Né le</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="Number">12.0</Data></Cell>
<Cell ss:MergeAcross="1"><Data ss:Type="String">a</Data>
</Cell><Cell><Data ss:Type="DateTime">2019-11-05T00:00:00.000</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="Vide"><Table/></Worksheet></Workbook>"""


def tops(path: Path) -> dict[str, list[tuple[int, list[str]]]]:
    with spreadsheets.open_book(path) as book:
        return {about.name: [(line, list(cells)) for line, cells in book.top(about.name)] for about in book.sheets}


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_it_reads_the_tables_of_a_page(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    assert tops(path) == {
        "": [
            (1, ["Client", "", "Animal"]),
            (2, ["No", "Nom complet", "Nom"]),
            (3, ["1", "Éve & Luc Roy", "Rex"]),
            (4, ["1", "Roy", "Mimi"]),
        ],
        "Table 2": [(1, ["K", "Q"]), (2, ["1", "2"])],
    }
    with spreadsheets.read(path) as sheet:
        assert (sheet.encoding, sheet.header) == ("HTML", ["Client", "", "Animal"])


def test_it_reads_xml_2003(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_text(XML, encoding="utf-8")
    assert tops(path) == {
        "Été": [(1, ["No", "", "Né le"]), (2, []), (3, []), (4, ["12", "a", "", "2019-11-05"])],
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<html><body><p>Bonjour</p></body></html>", "markup"),
        ("<?xml version='1.0'?><notes><note>x</note></notes>", "markup"),
        (XML.replace("<Workbook", "<!DOCTYPE Workbook>\n<Workbook", 1), "torn_workbook"),
        (XML[:600], "torn_workbook"),
        (XML.replace('ss:Index="4"', 'ss:Index="2000000"'), "beyond_sheet"),
    ],
)
def test_it_says_what_is_wrong_with_one(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "x.xls"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        tops(path)
    assert refused.value.code == code


def biff2(path: Path) -> Path:
    """A worksheet as the oldest Excel wrote it: no container, labels only. Not taken."""
    path.write_bytes(struct.pack("<HHHH", 0x09, 4, 2, 0x10) + struct.pack("<HH", 0x0A, 0))
    return path


def test_it_refuses_what_is_older_still(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        tops(biff2(tmp_path / "x.xls"))
    assert refused.value.code in ("binary", "nul")
