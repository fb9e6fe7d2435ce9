"""One of the processes that draw: `python -m webapp.printing.drawer`.

It is told on standard input, a line of JSON each, which document to read and where to write the PDF, and answers with a
line of JSON. When its input closes, it ends: it never outlives who started it.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from webapp.printing.drawing import DrawingFailed, draw
from webapp.printing.sheets import from_json


def main() -> None:
    """Draw until there is nothing more to draw."""
    gc.disable()  # what a part leaves behind goes at its end, not a little at a time
    for line in sys.stdin:
        task = json.loads(line)
        source, target = Path(task["source"]), Path(task["target"])
        try:
            pages = draw(from_json(json.loads(source.read_text(encoding="utf-8"))), target)
            answer = {"pages": pages}
        except (DrawingFailed, OSError, ValueError) as error:
            answer = {"error": f"{error}"}  # type: ignore[dict-item]
        except Exception as error:  # whatever else the libraries raise: the job says it, and ends
            answer = {"error": f"{type(error).__name__}: {error}"}  # type: ignore[dict-item]
        gc.collect()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
