"""What is drawn of each block of HTML.

Each distinct block is parsed once, and one that returns is drawn once, as a form that later sheets refer to: of three
thousand letters nearly all words are the same. Paragraphs of plain words that are only in a few are not parsed at all.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.document import pisaStory

from webapp.printing import fonts, plain
from webapp.printing.pen import Pen
from webapp.printing.sheets import Document, DrawingFailed
from webapp.printing.stacking import Block, Stencil

_BETWEEN = "<pdf:nextpage></pdf:nextpage>"  # comes out as a PageBreak, by which the story is cut again
_OFTEN = 20  # times that plain words stand in a document before they are worth a form


class Reader:
    """Of the blocks of one document."""

    def __init__(self, document: Document, pen: Pen, policy: ResourceAccessPolicy) -> None:
        self.document, self.pen, self.policy = document, pen, policy

    def read(self, blocks: Iterable[str]) -> dict[str, list[Block]]:
        """What each comes to. Raises DrawingFailed."""
        seen = Counter(blocks)
        words = {block: plain.apart(block) for block, count in seen.items() if count < _OFTEN}
        samples = {
            opening: f"{opening}x<strong>x</strong></p>" for opening in {each[0] for each in words.values() if each}
        }
        parsed = self._parsed([*(block for block in seen if not words.get(block)), *samples.values()])
        looks = {opening: plain.look_of(self.pen.canvas, parsed[sample]) for opening, sample in samples.items()}
        found: dict[str, list[Block]] = {}
        for block, each in words.items():
            if each and (look := looks[each[0]]):
                found[block] = [plain.Plain(self.pen, look, each[1])]
        parsed |= self._parsed([block for block in seen if block not in found and block not in parsed])
        for number, block in enumerate(each for each in seen if each not in found):
            found[block] = [
                Stencil(flowable, f"b{number}.{at}") if seen[block] > 1 else Block(flowable)
                for at, flowable in enumerate(parsed[block])
            ]
        return found

    def _parsed(self, blocks: Sequence[str]) -> dict[str, list[Flowable]]:
        """What xhtml2pdf makes of each."""
        blocks = list(dict.fromkeys(blocks))
        if not blocks:
            return {}
        source = (
            f"<html><head><style>{self.document.css}</style></head><body>{_BETWEEN}"
            f"{_BETWEEN.join(fonts.printable(block) for block in blocks)}</body></html>"
        )
        path = str(Path(self.document.pictures or ".") / "document.html")
        context = pisaStory(source, path, context=pisaContext(path), resource_policy=self.policy)
        if context.err or context.warn or any(entry[0] in ("error", "warning") for entry in context.log):
            raise DrawingFailed("; ".join(str(entry[2]) for entry in context.log) or "xhtml2pdf")
        stories: list[list[Flowable]] = [[]]
        for flowable in context.story:
            if isinstance(flowable, PageBreak):
                stories.append([])
            else:
                stories[-1].append(flowable)
        if len(stories) != len(blocks) + 1:
            raise DrawingFailed("a block holds a page break")
        return dict(zip(blocks, stories[1:], strict=True))
