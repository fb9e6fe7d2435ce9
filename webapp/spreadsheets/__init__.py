"""Reading what other software exports: CSV in any usual encoding, and XLSX. Pure: a path in, rows of text out.

    with spreadsheets.read(path) as sheet:
        sheet.header                     the names of the columns
        for chunk in sheet.chunks():     rows of text, each with its line

A file that is none of this, is damaged or would harm us raises Unreadable before any row is handed out, or, when the
damage lies further on (a quote that is never closed), as soon as it is met.
"""

from pathlib import Path

from webapp.spreadsheets import delimited, guarded, sniffing
from webapp.spreadsheets.table import CHUNK, Chunk, Sheet, Trouble, Unreadable

LARGEST_TEXT = 500 * 1024 * 1024
LARGEST_WORKBOOK = 60 * 1024 * 1024


def read(path: Path) -> Sheet:
    """Open a file of rows; to be used in `with`. Raises Unreadable, which says what is wrong and where."""
    try:
        if path.is_dir():
            raise Unreadable("directory")
        size = path.stat().st_size
        nature = sniffing.nature(path)
        limit = LARGEST_WORKBOOK if nature == "xlsx" else LARGEST_TEXT
        if size > limit:
            raise Unreadable("too_large", size=size, limit=limit)
        return guarded.read(path) if nature == "xlsx" else delimited.read(path)
    except FileNotFoundError as error:
        raise Unreadable("missing") from error
    except PermissionError as error:
        raise Unreadable("no_access") from error
    except OSError as error:
        raise Unreadable("unreadable", why=error.strerror or type(error).__name__) from error
