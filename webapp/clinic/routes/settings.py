"""The settings pages, and the answer to whoever watches over the installation."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock, filters, here, paging
from webapp.access import Role, allow, public
from webapp.clinic import actions, forms, queries
from webapp.clinic.actions import jobs
from webapp.clinic.queries.backups import BackupFile
from webapp.htmx import Answer, done, form_page, wants_fragment
from webapp.paging import or_404

bp = Blueprint("clinic", __name__)
A_YEAR = timedelta(days=400)


@bp.get("/healthz")
@public
def healthz() -> BaseResponse:
    """Does it live? For a monitor; asked without the database being opened first."""
    health = queries.health.health(here.settings(), clock.now().timestamp())
    reasons = {name: said for name in ("database", "worker") if (said := getattr(health, name)) != "ok"}
    answer = jsonify(
        ok=health.ok,
        web="ok",
        database=health.database,
        worker=health.worker,
        warnings=health.warnings,
        **({"reason": "; ".join(f"{name}: {said}" for name, said in reasons.items())} if reasons else {}),
    )
    answer.status_code = 200 if health.ok else 503
    return answer


@bp.get("/settings")
@allow(Role.MANAGER, password=True)
def index() -> str:
    """What can be set, and how it is set now."""
    now = clock.now()
    return render_template(
        "clinic/index.html",
        warnings=queries.warnings(now),
        dead_jobs=len(queries.jobs.unseen()),
        last_good=queries.backups.last_good(),
        branches=queries.branches.branches(),
        kept=len(queries.backups.files(here.settings())),
        more=[row for ask in queries.rows for row in ask()],
    )


@bp.get("/settings/jobs")
@allow(Role.MANAGER, password=True)
def dead_jobs() -> str:
    """Background work that ended by itself, and that nobody has seen."""
    return render_template("clinic/dead_jobs.html", jobs=queries.jobs.unseen(), words=queries.jobs.words)


@bp.post("/settings/jobs/seen")
@allow(Role.MANAGER, password=True)
def acknowledge_dead_jobs() -> BaseResponse:
    """A manager has seen those that the page showed."""
    jobs.acknowledge(newest=paging.identifier(request.form.get("newest")) or 0, now=clock.now())
    return done(gettext("Noted. Should it happen again, it will be told again."), "clinic.dead_jobs")


@bp.route("/settings/identity", methods=["GET", "POST"])
@allow(Role.MANAGER, password=True)
def identity() -> Answer:
    """The clinic, as its clients read it."""
    form = forms.IdentityForm(request.form, data={**g.clinic.__data__, "phone": filters.phone(g.clinic.phone)})
    if request.method == "GET" or not form.validate():
        return form_page("clinic/identity.html", form=form)
    actions.correct_identity(clinic=g.clinic, identity=form.identity())
    return done(gettext("The clinic’s identity is saved."), "clinic.index")


@bp.get("/settings/backups")
@allow(Role.MANAGER, password=True)
def backups() -> str | Response:
    """What there is to go back to."""
    page = "clinic/_backups.html" if wants_fragment() else "clinic/backups.html"
    return render_template(page, form=_form(), **_shown())


@bp.post("/settings/backups")
@allow(Role.MANAGER, password=True)
def back_up() -> BaseResponse:
    actions.ask_for_one(now=clock.now())
    if wants_fragment():
        return Response(render_template("clinic/_backups.html", **_shown()))
    return redirect(url_for("clinic.backups"), 303)


@bp.post("/settings/backups/rule")
@allow(Role.MANAGER, password=True)
def keep_backups() -> BaseResponse:
    """How many stay, when they are made, where they are copied to."""
    form = forms.BackupsForm(request.form)
    if not form.validate():
        return Response(render_template("clinic/backups.html", form=form, **_shown()), 422)
    actions.keep(
        clinic=g.clinic,
        rule=form.rule(),
        hour=form.hour.data,
        second_place=form.second_place.data or "",
        settings=here.settings(),
        now=clock.now(),
    )
    return done(gettext("Saved. Backups that the rule lets go were removed."), "clinic.backups")


@bp.get("/settings/backups/<name>")
@allow(Role.MANAGER, password=True)
def download_backup(name: str) -> BaseResponse:
    """The file itself: every record of the clinic."""
    path = queries.backups.folder(here.settings()) / _file(name).name
    return send_file(path, as_attachment=True, mimetype="application/vnd.sqlite3", conditional=False)


@bp.get("/settings/backups/<name>/restore")
@allow(Role.MANAGER, password=True)
def ask_before_restore(name: str) -> str:
    """What going back to it means."""
    return render_template("clinic/restore.html", file=_file(name), worker_runs=_worker_runs())


@bp.post("/settings/backups/<name>/restore")
@allow(Role.MANAGER, password=True)
def restore_backup(name: str) -> BaseResponse:
    actions.ask_to_restore(settings=here.settings(), name=_file(name).name, now=clock.now())
    return redirect(url_for("clinic.backups"), 303)


@bp.get("/settings/closed-days")
@allow(Role.MANAGER, password=True)
def closed_days() -> str:
    """On which days nothing is sent and nothing is due."""
    return _closed_days()


@bp.post("/settings/closed-days")
@allow(Role.MANAGER, password=True)
def add_closed_day() -> BaseResponse:
    form = forms.ClosedDayForm(request.values, today=here.today())  # in the address when a removal is taken back
    if not form.validate():
        return Response(_closed_days(form=form), 422)
    name, on = form.name.data or "", filters.day_long(form.day, weekday=True)
    if actions.add_closed_day(on=form.day, name=name, name_en=request.args.get("name_en", "")[:80]):
        undo = url_for("clinic.remove_closed_day", day_id=or_404(queries.closed_on(form.day)).id) + "?_method=DELETE"
        return done(gettext("Closed on %(day)s: %(name)s.", day=on, name=name), "clinic.closed_days", undo=undo)
    return done(gettext("%(day)s is closed already.", day=on.capitalize()), "clinic.closed_days", tone="warn")


@bp.post("/settings/closed-days/weekdays")
@allow(Role.MANAGER, password=True)
def close_weekdays() -> BaseResponse:
    """The days of each week."""
    form = forms.WeekdaysForm(request.values)  # in the address when a change is taken back
    if not form.validate():
        return Response(_closed_days(weekdays=form), 422)
    undo = url_for("clinic.close_weekdays", weekdays=[day for day in g.clinic.closed_weekdays.split(",") if day])
    actions.close_weekdays(weekdays=form.weekdays.data or [])
    return done(gettext("The weekdays on which the clinic is closed are saved."), "clinic.closed_days", undo=undo)


@bp.delete("/settings/closed-days/<int:day_id>")
@allow(Role.MANAGER, password=True)
def remove_closed_day(day_id: int) -> BaseResponse:
    """The clinic works on that day after all."""
    gone = actions.remove_closed_day(day_id=day_id)
    if gone is None or gone.on < here.today():
        return done(gettext("The clinic is open on that day."), "clinic.closed_days")
    undo = url_for("clinic.add_closed_day", on=gone.on.isoformat(), name=gone.name_fr, name_en=gone.name_en)
    return done(gettext("The clinic is open on that day."), "clinic.closed_days", undo=undo)


def _closed_days(form: forms.ClosedDayForm | None = None, weekdays: forms.WeekdaysForm | None = None) -> str:
    closed = [int(day) for day in g.clinic.closed_weekdays.split(",") if day]
    days = queries.closed_days(here.today())
    soon = [day for day in days if "all" in request.args or day.on < here.today() + A_YEAR]
    return render_template(
        "clinic/closed_days.html",
        days=soon,
        later=len(days) - len(soon),
        form=form or forms.ClosedDayForm(today=here.today()),
        weekdays=weekdays or forms.WeekdaysForm(weekdays=closed),
    )


def _file(name: str) -> BackupFile:
    return or_404(queries.backups.file(here.settings(), name))


def _worker_runs() -> bool:
    age = queries.health.worker_age(here.settings(), clock.now().timestamp())
    return age is not None and age <= queries.health.BEAT_LIMIT


def _form() -> forms.BackupsForm:
    clinic = g.clinic
    return forms.BackupsForm(
        daily=clinic.keep_daily,
        weekly=clinic.keep_weekly,
        monthly=clinic.keep_monthly,
        hour=clinic.backup_hour,
        second_place=clinic.second_place,
    )


def _shown() -> dict[str, Any]:
    now, settings = clock.now(), here.settings()
    restore = queries.backups.restore_state(settings, since=now - timedelta(days=7))
    running = queries.backups.is_running(now)
    return {
        "files": queries.backups.files(settings),
        "failed": queries.backups.failed_since_good(),
        "last_good": queries.backups.last_good(),
        "warnings": [one for one in queries.warnings(now) if one.endpoint == "clinic.backups"],
        "restore": restore,
        "running": running,
        "polls": running or bool(restore and restore.state == "running"),
        "worker_runs": _worker_runs(),
        "free": queries.backups.free_bytes(settings),
    }
