#!/usr/bin/env bash
# xhtml2pdf 0.2.28 makes a bookmark of each <h1> to <h6>, and reportlab 5.1.0 cannot set a bookmark in a form: who draws
# what xhtml2pdf has laid out once and stamps it on many sheets (letterheads, letters of one text) is told "can't go in
# page already in object form" for a heading, and not for the same words in a <p>. A class that looks like a heading does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q xhtml2pdf==0.2.28 reportlab==5.1.0 2>/dev/null
"$work/venv/bin/python" - "$work/out.pdf" <<'PYTHON'
import sys
from importlib.metadata import version

from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf.document import pisaStory


def stamped(html):
    """What comes of drawing it in a form."""
    canvas = Canvas(sys.argv[1])
    canvas.beginForm("stamp")
    try:
        for flowable in pisaStory(html).story:
            flowable.wrapOn(canvas, 400, 700)
            flowable.drawOn(canvas, 0, 0)
    except ValueError as error:
        return str(error)
    canvas.endForm()
    return "drawn"


print("xhtml2pdf", version("xhtml2pdf"), "reportlab", version("reportlab"))
found = {html: stamped(html) for html in ("<h2>Spring</h2>", "<p>Spring</p>")}
print(found)
assert found == {"<h2>Spring</h2>": "can't go in page already in object form", "<p>Spring</p>": "drawn"}, "this has changed"
PYTHON
