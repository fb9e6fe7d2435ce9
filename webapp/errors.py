"""What a person sees when something goes wrong: what happened, what was kept, what to do."""

import logging

from flask import Flask, g, render_template, request
from peewee import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

log = logging.getLogger("relance.errors")
PAGES = (400, 403, 404, 405, 413, 500, 503)


def init_app(app: Flask) -> None:
    """Answer every error with a page in the person's language."""

    @app.errorhandler(HTTPException)
    def page(error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        known = code if code in PAGES else (400 if code < 500 else 500)
        return _render(f"errors/{known}.html", code)

    @app.errorhandler(OperationalError)
    def database(error: OperationalError) -> tuple[str, int]:
        log.exception("database", extra={"endpoint": request.endpoint})
        return _render("errors/503.html", 503)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        if app.testing:
            raise error
        log.exception("unexpected", extra={"endpoint": request.endpoint})
        return _render("errors/500.html", InternalServerError.code or 500)


def _render(template: str, code: int) -> tuple[str, int]:
    g.setdefault("language", "fr")
    return render_template(template, code=code), code
