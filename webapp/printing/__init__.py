"""Drawing PDFs: blocks of HTML set into boxes on paper. Knows nothing of clients, letters or the database."""

from webapp.printing.parts import PART, draw_parts, draw_small
from webapp.printing.pictures import LARGEST_FILE as LARGEST_PICTURE
from webapp.printing.pictures import PHOTO, NotAPicture, as_jpeg
from webapp.printing.pictures import size as picture_size
from webapp.printing.sheets import (
    PAPERS,
    TOO_LONG,
    Area,
    Box,
    Cell,
    Code,
    Content,
    Document,
    DrawingFailed,
    Fixed,
    Flow,
    Line,
    Lines,
    Sheet,
    paragraph,
)
