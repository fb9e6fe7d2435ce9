"""What HTMX asks for and is answered."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_htmx import HTMX
from werkzeug.wrappers import Response as BaseResponse

from webapp.text import local_path

Answer = str | BaseResponse | tuple[str, int] | tuple[str, int, dict[str, str]]  # of a view
htmx = HTMX()


def wants_fragment() -> bool:
    """Whether only a part of the page is asked for. A history restore wants the whole."""
    return bool(htmx) and not htmx.history_restore_request


def render(page: str, fragment: str, /, *, status: int = 200, **context: object) -> tuple[str, int]:
    """The fragment when HTMX asks, the whole page (which includes the same fragment) otherwise."""
    return render_template(fragment if wants_fragment() else page, **context), status


def form_page(template: str, /, **context: object) -> tuple[str, int]:
    """The page of a form: as it is opened, or, with what is wrong beside the fields, after it was sent."""
    return render_template(template, **context), 422 if request.method == "POST" else 200


def undoable(text: str, *, undo: str, resumes: bool = False) -> None:
    """To be said as a toast, with a button that posts to the address `undo`: it takes back, or lets go on."""
    flash(text, f"{'resume' if resumes else 'undo'} {undo}")  # components/notice.html reads it


def opposite() -> str:
    """The address that takes back what this request does: a state entered by POST is left by DELETE, and conversely."""
    return request.path + ("?_method=DELETE" if request.method == "POST" else "")


def came_from(otherwise: str) -> str:
    """The page of ours on which the button was, as its form says."""
    return local_path(request.form.get("back")) or otherwise


def go(url: str) -> BaseResponse:
    """On to another page, after a change: HTMX loads it as a page, a plain form follows a 303."""
    if htmx:
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def done(words: str, endpoint: str, /, *, tone: str = "message", undo: str = "", **values: Any) -> BaseResponse:
    """After a form: on to a page of ours, which says what was done. `tone`: a category of `flash`; `undo`: an address
    that takes it back.
    """
    undoable(words, undo=undo) if undo else flash(words, tone)
    return redirect(url_for(endpoint, **values), 303)
