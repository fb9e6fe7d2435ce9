"""Reading what other software exports: CSV in any usual encoding, and workbooks. Pure: a path in, rows of text out.

    with spreadsheets.open_book(path) as book:
        book.sheets                              their names; a text has one, without a name
        layout = find(book.top(name))            where its titles are
        sheet = book.sheet(name, layout)
        for chunk in sheet.chunks():             rows of text, each with its line

A file that is none of this, is damaged or would harm us raises Unreadable before any row is handed out, or, when the
damage lies further on (a quote that is never closed), as soon as it is met.
"""

from pathlib import Path

from webapp.spreadsheets import delimited, guarded, shape, sniffing
from webapp.spreadsheets.shape import NO_ROWS
from webapp.spreadsheets.table import Book, Chunk, Find, Layout, Sheet, Unreadable

LARGEST_TEXT = 500 * 1024 * 1024
LARGEST_WORKBOOK = 60 * 1024 * 1024


def read(path: Path, find: Find = shape.find) -> Sheet:
    """The first sheet of a file that holds rows and is not hidden; to be used in `with`. Raises Unreadable."""
    book = open_book(path)
    try:
        for about in book.sheets:
            if not about.hidden and any(any(cells) for _, cells in book.top(about.name)):
                sheet = book.sheet(about.name, find(book.top(about.name)))
                sheet.book = book
                return sheet
        raise Unreadable("empty")
    except BaseException:
        book.close()
        raise


def is_text(path: Path) -> bool:
    """Whether it has no sheets: it is a text, or nothing that can be read."""
    try:
        return path.is_dir() or sniffing.nature(path) == "text"
    except (OSError, Unreadable):
        return True


def open_book(path: Path) -> Book:
    """Open a file of rows; to be used in `with`. Raises Unreadable, which says what is wrong and where."""
    try:
        if path.is_dir():
            raise Unreadable("directory")
        size = path.stat().st_size
        nature = sniffing.nature(path)
        limit = LARGEST_TEXT if nature == "text" else LARGEST_WORKBOOK
        if size > limit:
            raise Unreadable("too_large", size=size, limit=limit)
        return delimited.open_book(path) if nature == "text" else guarded.open_book(path)
    except FileNotFoundError as error:
        raise Unreadable("missing") from error
    except PermissionError as error:
        raise Unreadable("no_access") from error
    except OSError as error:
        raise Unreadable("unreadable", why=error.strerror or type(error).__name__) from error
