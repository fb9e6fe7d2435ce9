"""Square codes (QR) of a few letters: the smallest size, 21 dots across, a seventh of which may be lost.

ReportLab's own encoder takes milliseconds for one; a pile of letters has thousands. But with one mask every dot is a
sum (modulo 2) of the bits of what is written: the encoder says once what each bit turns, and a code is these added up.
"""

import functools
from types import SimpleNamespace
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel, QRRSBlock

DOTS = 21
MOST = 14  # characters of ASCII
_BYTES = 16  # of data; ten of correction follow
_MASK = 0
_WIDE = 24  # a row of dots in whole bytes
_EVERY = 8  # bits of a character


@functools.cache
def _sums() -> tuple[int, list[int]]:
    """The code of nothing but zeros, and the dots that each bit of the data turns, as rows of _WIDE bits."""
    code: Any = QRCode(1, QRErrorCorrectLevel.M)
    blocks = QRRSBlock.getRSBlocks(1, QRErrorCorrectLevel.M)

    def drawn(data: list[int]) -> int:
        code.dataCache, code._dataBitList = QRCode.createBytes(SimpleNamespace(buffer=data), blocks), None
        code.makeImpl(False, _MASK)
        rows = ("".join("1" if dark else "0" for dark in row).ljust(_WIDE, "0") for row in code.modules)
        return int("".join(rows), 2)

    nothing = drawn([0] * _BYTES)
    turned = []
    for bit in range(_BYTES * _EVERY):
        data = [0] * _BYTES
        data[bit // _EVERY] = 0x80 >> bit % _EVERY
        turned.append(drawn(data) ^ nothing)
    return nothing, turned


def dots(text: str) -> str:
    """The rows of dots from above, each of three bytes, in hexadecimal digits; 1 is dark. Raises ValueError."""
    written = text.encode("ascii")
    if not 0 < len(written) <= MOST:
        raise ValueError(text)
    # Mode 4 (bytes), how many, the bytes, the end; then the two fillers in turn.
    data = int(f"4{len(written):02x}{written.hex()}0", 16).to_bytes(len(written) + 2, "big")
    data = (data + b"\xec\x11" * _BYTES)[:_BYTES]
    found, turned = _sums()
    bits = int.from_bytes(data, "big")
    for place in range(_BYTES * _EVERY):
        if bits >> (_BYTES * _EVERY - 1 - place) & 1:
            found ^= turned[place]
    return f"{found:0{DOTS * _WIDE // 4}x}"
