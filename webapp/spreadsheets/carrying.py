"""Grouped lists: a client's values stand once, on a line of their own or on the first of their animals' lines, and hold
for the rows below that leave all of them empty."""

from collections.abc import Sequence

from webapp.spreadsheets.table import Chunk, Layout


class Carrying:
    """One reading of a sheet: what stands in the carried columns now, and a line of them that no row has followed."""

    def __init__(self, layout: Layout) -> None:
        self._columns = layout.carried
        self._values: Sequence[str] = ()

    def carry(self, chunk: Chunk) -> Chunk:
        """The chunk with what holds for its rows written into them."""
        if not self._columns:
            return chunk
        return chunk
