"""The folder that the practice software writes to."""

from datetime import datetime, timedelta

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock, here, htmx, queue
from webapp.access import Role, allow
from webapp.htmx import Answer
from webapp.imports import forms
from webapp.imports.actions import watching
from webapp.imports.queries import pages
from webapp.imports.routes.room import bp

PATIENCE = timedelta(minutes=2)  # that a page goes on asking whether the look it was asked for has begun


@bp.get("/watched")
@allow(Role.MANAGER, password=True)
def watched() -> Answer:
    """Where it is, when it was looked at, and what came of it."""
    return _page(_form())


@bp.post("/watched")
@allow(Role.MANAGER, password=True)
def set_watched() -> Answer:
    form = _form(request.form)
    if not form.validate():
        return _page(form, 422)
    watching.set_watched_folder(folder=form.folder.data or "", hour=form.hour.data)
    flash(gettext("Saved.") if form.folder.data else gettext("No folder is watched any more."))
    return redirect(url_for("imports.watched"), 303)


@bp.post("/watched/import")
@allow(Role.MANAGER, password=True)
def import_watched() -> Response:
    if not g.clinic.watched_folder:
        flash(gettext("Say first which folder is to be watched."), "warn")
        return redirect(url_for("imports.watched"), 303)
    now = clock.now()
    queue.wake("imports.watched", True)
    return redirect(url_for("imports.watched", asked=int(now.timestamp())), 303)


def _form(sent: object = None) -> forms.WatchedForm:
    return forms.WatchedForm(
        sent, data_directory=here.settings().data, folder=g.clinic.watched_folder, hour=g.clinic.import_hour
    )


def _page(form: forms.WatchedForm, status: int = 200) -> tuple[str, int]:
    last, asked = pages.last_watched(), _asked()
    waits = bool(asked and (last is None or last.row.created_at < asked) and clock.now() - asked < PATIENCE)
    return htmx.render(
        "imports/watched.html",
        "imports/_watched.html",
        status=status,
        form=form,
        last=last,
        waits=waits,
        moving=waits or bool(last and last.moving),
        asked=request.args.get("asked"),
    )


def _asked() -> datetime | None:
    """When this page was asked to look, if it was."""
    written = request.args.get("asked", "")
    known = written.isascii() and written.isdecimal() and len(written) < 11
    return datetime.fromtimestamp(int(written), clock.now().tzinfo) if known else None
