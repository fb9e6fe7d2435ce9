"""PDFs: what is drawn, what is refused, and in how many pieces."""

from __future__ import annotations

import multiprocessing.spawn
import os
import subprocess
import sys
from multiprocessing import resource_tracker
from pathlib import Path

import pytest
from PIL import Image

import config
from tests.pdfs import read, texts
from tests.processes import is_alive, wait_for
from webapp import printing
from webapp.printing import Box, Document, DrawingFailed, Fixed, Sheet
from webapp.printing.fonts import printable

CSS = "p { font-family: 'Inter'; font-size: 11pt; margin: 0 0 3mm 0 }"
PAGE = Box(20, 20, 170, 200)


def document(*contents: list[str], **given: object) -> Document:
    sheet = Sheet(*printing.PAPERS["letter"], ((PAGE,),), **given)  # type: ignore[arg-type]
    return Document(sheet, CSS, [(content,) for content in contents])


def test_it_embeds_its_type_and_draws_what_the_letters_are() -> None:
    pdf = printing.draw_small(document(["<p>Łucja, Şağlam, Zoë, œuf, «\u00a0ça\u00a0», ½, €</p>"]))
    assert texts(pdf)[0].strip() == "Łucja, Şağlam, Zoë, œuf, « ça », ½, €"
    fonts = read(pdf).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert any("Inter-Regular" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Zoë 🐶", "Zoë "),
        ("&#128054;Rex", "Rex"),
        ("14\u202fh", "14\u00a0h"),
        ("e\u0301le\u0300ve", "élève"),
        ("ﬁn", "fin"),
        ("\U0001d40brex", "Lrex"),
        ("a\u2011b\ufe0f", "a-b"),
        ("&amp; &lt;", "&amp; &lt;"),
    ],
)
def test_it_leaves_out_only_what_cannot_be_drawn(written: str, drawn: str) -> None:
    assert printable(written) == drawn


def test_it_draws_in_parts_and_in_order(tmp_path: Path) -> None:
    told: list[int] = []
    whole = document(*[[f"<p>Lettre {n}</p>", "<p>Le même texte</p>"] for n in range(95)])
    pages = printing.draw_parts(whole.parts(20), tmp_path / "x.pdf", told.append)
    assert pages == 95
    found = texts(tmp_path / "x.pdf")
    assert [text.split("\n")[0].strip() for text in found] == [f"Lettre {n}" for n in range(95)]
    assert all("Le même texte" in text for text in found)
    assert told[-1] == 95
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_it_goes_on_on_another_page_where_it_may(tmp_path: Path) -> None:
    long = [f"<p>Alinéa {n}</p>" for n in range(60)]
    rest = printing.draw_small(document(long, rest=Box(20, 30, 170, 200)))
    assert len(texts(rest)) == 3
    assert "Alinéa 59" in texts(rest)[-1]
    assert len(texts(printing.draw_small(document(long)))) == 1  # smaller, on one


def test_it_draws_what_returns_only_once() -> None:
    same = "<p>" + "Un texte qui revient sur chaque lettre. " * 20 + "</p>"
    many = printing.draw_small(document(*[[same] for _ in range(50)]))
    assert len(many) < 3 * len(printing.draw_small(document([same])))
    assert texts(many)[49] == texts(many)[0]


def test_it_sets_the_letterhead_on_every_page(tmp_path: Path) -> None:
    Image.new("RGB", (90, 30), "green").save(tmp_path / "logo.jpg")
    head = (Fixed(Box(20, 5, 60, 10), ("<p>Clinique</p>", "<p><img src='logo.jpg' width='30'/></p>")),)
    sheet = Sheet(*printing.PAPERS["letter"], ((PAGE,),), head)
    found = Document(sheet, CSS, [(["<p>A</p>"],), (["<p>B</p>"],)], pictures=str(tmp_path))
    assert ["Clinique" in text for text in texts(printing.draw_small(found))] == [True, True]


@pytest.mark.parametrize(
    "block",
    [
        "<p><img src='nowhere.jpg'/></p>",
        "<p><img src='../secret.jpg'/></p>",
        "<p><img src='http://127.0.0.1:9/x.jpg'/></p>",
        "<p><img src='/etc/passwd'/></p>",
        "<p>A<pdf:nextpage></pdf:nextpage>B</p>",
    ],
)
def test_it_fails_where_something_is_missing_or_reached_for(tmp_path: Path, block: str) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.jpg")
    folder = tmp_path / "pictures"
    folder.mkdir()
    sheet = Sheet(*printing.PAPERS["letter"], ((PAGE,),))
    with pytest.raises(DrawingFailed):
        printing.draw_small(Document(sheet, CSS, [([block],)], pictures=str(folder)))


def test_it_says_that_something_is_too_long() -> None:
    with pytest.raises(DrawingFailed, match=printing.TOO_LONG):
        printing.draw_small(document(["<p>Un alinéa</p>"] * 400))


def test_it_fails_as_a_whole_and_leaves_nothing(tmp_path: Path) -> None:
    good, bad = document(["<p>A</p>"]), document(["<p><img src='nowhere.jpg'/></p>"])
    with pytest.raises(DrawingFailed):
        printing.draw_parts([good, bad, *[good] * 20], tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


class Deadly(str):
    """Ends the process that reads it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def test_it_says_that_a_process_died(tmp_path: Path) -> None:
    fine = document(["<p>A</p>"])
    with pytest.raises(DrawingFailed, match="has ended"):
        printing.draw_parts([fine, fine, document([Deadly("<p>B</p>")]), *[fine] * 9], tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_it_says_that_no_process_begins(tmp_path: Path) -> None:
    known = multiprocessing.spawn.get_executable()
    resource_tracker.ensure_running()  # begun by the same name, once in a process: the first to draw here may be this
    multiprocessing.set_executable("/bin/false")
    try:
        with pytest.raises(DrawingFailed, match="has ended"):
            printing.draw_parts([document(["<p>A</p>"])] * 5, tmp_path / "x.pdf")
    finally:
        multiprocessing.set_executable(known)
    assert list(tmp_path.iterdir()) == []


ASKS = """
import multiprocessing, sys, time
from multiprocessing import resource_tracker
from pathlib import Path
from webapp.printing import PAPERS, Box, Document, Sheet, draw_parts
page = Document(Sheet(*PAPERS["letter"], ((Box(20, 20, 170, 200),),)), "", [(["<p>A</p>"],)])
def documents():
    yield from (page, page)
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)
    time.sleep(60)
draw_parts(documents(), Path(sys.argv[1]))
"""


def test_it_ends_when_who_asked_for_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKS, str(tmp_path / "x.pdf")]
    with subprocess.Popen(command, cwd=config.ROOT, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout
        drawing = [int(pid) for pid in asking.stdout.readline().split()]
        asking.kill()
    assert drawing
    wait_for(lambda: not any(map(is_alive, drawing)), 20, "the end of the processes")


def test_it_begins_at_a_cell_and_fills_sheets() -> None:
    cells = tuple((Box(10, 10 + 50 * n, 50, 40),) for n in range(3))
    sheet = Sheet(*printing.PAPERS["letter"], cells)
    whole = Document(sheet, CSS, [([f"<p>N{n}</p>"],) for n in range(8)], first_cell=2)
    assert [len(part.contents) for part in whole.parts(3)] == [1, 3, 3, 1]
    assert [part.first_cell for part in whole.parts(3)] == [2, 0, 0, 0]
    found = [text.split() for text in texts(printing.draw_small(whole))]
    assert found == [["N0"], ["N1", "N2", "N3"], ["N4", "N5", "N6"], ["N7"]]
