"""Files that browsers keep for a year, at addresses that change with what they hold.

Scripts lie, as seen from outside, in a folder named after all of them, so that a module that imports another by its
relative address gets the one of the same version: `/static/js/3f2a…/app.js` is `static/js/app.js`.

The style sheets of every page come as one, put together in the order of SHARED; it lies beside them, so that what they
name by a relative address is found. A room's own sheet is named by the pages of that room.
"""

import functools
import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

# fmt: off
SHARED = (
    "tokens", "base", "layout",
    "icon", "shell", "rail", "find", "page-head", "button", "status", "chip", "tabs", "filters", "field",
    "rows", "split", "call", "facts", "timeline", "table", "pagination", "figures", "notices", "preview",
    "sign-in", "household", "waiting",
    "utilities", "contrast", "print",
)
# fmt: on
SHARED_SHEET = "css/shared.css"
SCRIPTS = "js/"
VERSION = re.compile(r"(?<=^js/)[0-9a-f]{10}/")


def init_app(app: Flask) -> None:
    """Serve them, and give templates `static_url`."""
    mimetypes.add_type("text/javascript", ".js")  # Windows' registry may say otherwise: a module would not be run
    app.view_functions["static"] = send
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """The address of a file in static/, or of SHARED_SHEET."""
    return _address(str(current_app.static_folder), request.script_root, filename)


@functools.cache  # a list has an icon in each row
def _address(folder: str, _script_root: str, filename: str) -> str:
    root = Path(folder)
    if filename == SHARED_SHEET:
        return url_for("static", filename=filename, v=_digest(*_shared()))
    if filename.startswith(SCRIPTS):
        version = _digest(*sorted((root / SCRIPTS).glob("*.js")))
        return url_for("static", filename=f"{SCRIPTS}{version}/{filename.removeprefix(SCRIPTS)}")
    return url_for("static", filename=filename, v=_digest(root / filename))


def send(filename: str) -> BaseResponse:
    """The file, whatever version its address names."""
    if filename != SHARED_SHEET:
        return current_app.send_static_file(VERSION.sub("", filename))
    response = Response(_shared_sheet(*_shared()), mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = current_app.get_send_file_max_age(filename)
    response.add_etag()
    return response.make_conditional(request)


def _shared() -> list[Path]:
    return [Path(str(current_app.static_folder), "css", f"{name}.css") for name in SHARED]


@functools.cache
def _shared_sheet(*paths: Path) -> bytes:
    return _joined(*paths)


@functools.cache
def _digest(*paths: Path) -> str:
    return hashlib.sha256(_joined(*paths)).hexdigest()[:10]


def _joined(*paths: Path) -> bytes:
    return b"".join(path.read_bytes() for path in paths)
