"""Pictures as paper and mail need them: a small JPEG. A PNG would be decoded anew on each letter."""

import io
from typing import Any

from webapp.later import Later

Image, ImageOps = Later("PIL.Image"), Later("PIL.ImageOps")
LARGEST_FILE = 8 * 1024 * 1024
LOGO = (900, 450)  # pixels at most: 60 mm at 380 dots an inch
PHOTO = (1068, 1068)  # twice the width of an e-mail, 90 mm of good print
_MOST_PIXELS = 40_000_000


class NotAPicture(Exception):
    """Why it cannot be used: "unreadable", "format", "too_large", "too_small"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def as_jpeg(content: bytes, largest: tuple[int, int] = LOGO) -> bytes:
    """A JPEG on white of what was a JPEG or a PNG, upright, and nothing of what else the file told: where it was taken,
    with what, by whom. Raises NotAPicture.
    """
    if len(content) > LARGEST_FILE:
        raise NotAPicture("too_large")
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.format not in ("JPEG", "PNG"):
                raise NotAPicture("format")
            if opened.width * opened.height > _MOST_PIXELS:
                raise NotAPicture("too_large")
            if min(opened.size) < 20:
                raise NotAPicture("too_small")
            picture = _on_white(ImageOps.exif_transpose(opened))
    except NotAPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NotAPicture("too_large") from error
    except Exception as error:  # Pillow's decoders raise whatever they stumble over
        raise NotAPicture("unreadable") from error
    picture.thumbnail(largest, Image.Resampling.LANCZOS)
    picture.info.clear()  # a comment would be written again
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def _on_white(picture: Any) -> Any:
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return picture.convert("RGB")


def size(content: bytes) -> tuple[int, int]:
    """Its width and height in pixels."""
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
        return width, height
