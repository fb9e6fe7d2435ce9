"""Files that browsers keep for a year, at addresses that change with what they hold.

Scripts lie, as seen from outside, in a folder named after all of them, so that a module that imports another by its
relative address gets the one of the same version: `/static/js/3f2a…/app.js` is `static/js/app.js`.
"""

from __future__ import annotations

import functools
import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Flask, Response, current_app, url_for

SCRIPTS = "js/"
VERSION = re.compile(r"(?<=^js/)[0-9a-f]{10}/")


def init_app(app: Flask) -> None:
    """Serve them, and give templates `static_url`."""
    mimetypes.add_type("text/javascript", ".js")  # Windows' registry may say otherwise: a module would not be run
    app.view_functions["static"] = send
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """The address of a file in static/."""
    root = Path(str(current_app.static_folder))
    if filename.startswith(SCRIPTS):
        version = _digest(*sorted((root / SCRIPTS).glob("*.js")))
        return url_for("static", filename=f"{SCRIPTS}{version}/{filename.removeprefix(SCRIPTS)}")
    return url_for("static", filename=filename, v=_digest(root / filename))


def send(filename: str) -> Response:
    """The file, whatever version its address names."""
    return current_app.send_static_file(VERSION.sub("", filename))


@functools.cache
def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:10]
