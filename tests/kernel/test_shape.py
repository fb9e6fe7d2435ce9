"""Where the titles of a list stand, and which of the rows below them are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from webapp import spreadsheets
from webapp.spreadsheets import Unreadable, shape

KNOWN = {"no client", "nom", "prénom", "ville", "téléphone", "courriel", "espèce", "nom animal", "client", "animal"}


def known(name: str) -> bool:
    return name.casefold() in KNOWN


def layout(*lines: str, row: int = 0) -> shape.Layout:
    top = [(number, line.split(";")) for number, line in enumerate(lines, start=1)]
    return shape.find(top, known, None, row)


@pytest.mark.parametrize(
    ("lines", "line", "header"),
    [
        (["No client;Nom", "1;Roy"], 1, ["No client", "Nom"]),
        (["K;Q;X", "1;Roy;Luc"], 1, ["K", "Q", "X"]),
        (["Clinique", "", "No client;Nom", "1;Roy"], 3, ["No client", "Nom"]),
        (["Clinique;;;", "Liste du 29/11;;;", "K;Q;X;Y", "1;Roy;Luc;a"], 3, ["K", "Q", "X", "Y"]),
        (["Clinique;Nom;Liste", "No client;Nom;Ville", "1;Roy;Laval"], 2, ["No client", "Nom", "Ville"]),
        (["No client;Nom;;", "1;Roy;;"], 1, ["No client", "Nom"]),
        (["Client;;Adresse;", "No client;Nom;Ville;Rue", "1;a;b;c"], 2, ["No client", "Nom", "Ville", "Rue"]),
        (
            ["Client;Client;Animal", "Nom;Téléphone;Nom", "Roy;450;Rex"],
            2,
            ["Nom (Client)", "Téléphone", "Nom Animal"],
        ),
        (["Nom", "Roy", "Côté"], 1, ["Nom"]),
    ],
)
def test_it_finds_the_titles(lines: Sequence[str], line: int, header: Sequence[str]) -> None:
    found = layout(*lines)
    assert (found.line, list(found.header)) == (line, header)


def test_it_takes_the_row_that_a_person_names() -> None:
    assert layout("No client;Nom", "A;B", "1;Roy", row=2).header == ("A", "B")
    for row in (3, 9):
        with pytest.raises(Unreadable) as refused:
            layout("No client;Nom", "A;B", "", row=row)
        assert refused.value.code == "no_header_row"


def test_it_knows_titles_that_it_has_met_before() -> None:
    top = [(1, ["No client", "Nom", "Ville"]), (2, ["K", "Q", "X"])]
    assert shape.find(top, known, lambda header: list(header) == ["K", "Q", "X"]).line == 2


LIST = shape.Layout(("No", "Nom", "Ville", "Montant"), 2, (("Clinique",),), (("No", "Nom", "Ville", "Montant"),))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1;Roy;Laval;12", ""),
        ("Total;2;;", "total"),
        ("Total;1;", "total"),
        ("Total : 2 clients, 3 animaux;;;", "total"),
        ("TOTAL GÉNÉRAL;;;1 234,50 $", "total"),
        (";Sous-total;;123,45", "total"),
        ("Grand Total:;;;$99.00", "total"),
        ("Nombre de clients : 12;;;", "total"),
        ("Nombre de clients;12;;", "total"),
        ("Number of rows;12 rows;;", "total"),
        ("No;Nom;Ville;Montant", "header_repeated"),
        ("No;Nom;Ville;Montant;;", "header_repeated"),
        ("Clinique;;;", "title"),
        ("Page 3 de 12;;;", "title"),
        ("Imprimé le 29/11/2026;;;", "title"),
        (" ;\u00a0; ; ", "empty"),
        ("---;----;---;---", "empty"),
        # Rows that only look so.
        ("Total Énergies;;;", ""),
        ("Total;Luc;Laval;", ""),
        ("Total;Roy;;", ""),
        ("Totalement;;;", ""),
        ("Nombre;Jean;;", ""),
        ("Page;Lise;;", ""),
        ("Page;;;", ""),
        ("-;Roy;;", ""),
        ("T;12;;", ""),
    ],
)
def test_it_tells_rows_from_what_is_none(row: str, why: str) -> None:
    cells = row.split(";")
    assert shape.why_no_row(cells, LIST) == why
    assert not why or cells[0][:1] in shape.initials(LIST)


def rows_of(path: Path, text: str) -> tuple[list[list[str]], list[tuple[int, str]]]:
    path.write_text(text, encoding="utf-8")
    with spreadsheets.read(path) as sheet:
        chunks = list(sheet.chunks())
    rows = [row for chunk in chunks for row in chunk.rows]
    return rows, [(each.line, each.code) for chunk in chunks for each in chunk.troubles]


def test_it_takes_rows_whose_last_separators_are_left_out(tmp_path: Path) -> None:
    text = "No;Nom;Ville;Note\n1;Roy;Laval;x\n2;Côté\n3;Huot\n4;Dubé;Laval\n ; ; \n , , \n"
    assert rows_of(tmp_path / "x.csv", text) == (
        [["1", "Roy", "Laval", "x"], ["2", "Côté", "", ""], ["3", "Huot", "", ""], ["4", "Dubé", "Laval", ""]],
        [],
    )


@pytest.mark.parametrize(
    "broken",
    ["2;Côté;1 rue des\nÉrables;Laval\n", "2;Côté;1 rue des\n12, étage;Laval\n", "2;Côté;1 rue des\nÉrables\n"],
)
def test_it_takes_no_row_that_a_line_end_has_broken(tmp_path: Path, broken: str) -> None:
    text = f"No;Nom;Rue;Ville\n1;Roy;2 rue B;Laval\n{broken}3;Huot;4 rue D;Laval\n"
    rows, troubles = rows_of(tmp_path / "x.csv", text)
    assert [row[0] for row in rows] == ["1", "3"]
    assert troubles == [(3, "too_few_fields"), (4, "too_few_fields")]


def test_it_tells_the_separator_below_titles_that_have_none(tmp_path: Path) -> None:
    text = "Clinique Roy, Côté et associés\n\nNo;Nom;Ville\n1;Roy;Laval\n2;Côté;Laval\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with spreadsheets.read(tmp_path / "x.csv", lambda top: shape.find(top, known)) as sheet:
        assert (sheet.header, sheet.header_line) == (["No", "Nom", "Ville"], 3)
        assert [row[0] for chunk in sheet.chunks() for row in chunk.rows] == ["1", "2"]


def test_it_takes_no_lone_row_that_lacks_what_every_other_has(tmp_path: Path) -> None:
    whole = "".join(f"{n};Roy;Laval;\n" for n in range(10, 15))
    rows, troubles = rows_of(tmp_path / "x.csv", f"No;Nom;Ville;Note\n1;Coupé\n{whole}2;Côté;Laval;x\n")
    assert (len(rows), troubles) == (6, [(2, "too_few_fields")])
    rows, troubles = rows_of(tmp_path / "y.csv", f"No;Nom;Ville;Note\n1;Coupé;Laval\n{whole}")
    assert (len(rows), troubles) == (6, [])
