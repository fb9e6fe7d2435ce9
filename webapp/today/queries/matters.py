"""Things to settle: what is wrong, what is doubtful."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext, ngettext

from config import Config
from webapp import filters
from webapp.access import Role
from webapp.accounts.queries.readiness import Halt
from webapp.clinic import queries as clinic_queries
from webapp.clinic.queries import health
from webapp.outbox.queries.reasons import words
from webapp.outbox.queries.status import Status
from webapp.today import rules
from webapp.today.queries.incoming import ImportReport

WORKER_SILENT = 60  # seconds without a sign: it may just be starting
REFUSED_SHOWN = timedelta(days=7)  # after that, refused lines are an old story


@dataclass(frozen=True)
class Matter:
    """One thing that waits for a person: what, a word more, and where to settle it (empty: nowhere for this person)."""

    tone: str  # danger, warn
    icon: str
    title: str
    text: str
    url: str = ""
    answers: str = ""  # the address of a fragment with the answers, which the row unfolds to


@dataclass(frozen=True)
class Asked:
    """What a source may look at."""

    settings: Config
    counted: dict[str, Any]  # queries.numbers
    now: datetime
    role: Role
    report: ImportReport | None
    today: rules.Day
    status: Status  # of the outbox

    def link(self, endpoint: str, role: Role = Role.RECEPTION, **values: Any) -> str:
        """The address of a page, if it is there and open to this person."""
        there = endpoint in current_app.view_functions and self.role.rank >= role.rank
        return url_for(endpoint, **values) if there else ""


def to_settle(asked: Asked) -> list[Matter]:
    """Of all sources, in their order; what is wrong first."""
    found = [matter for source in SOURCES for matter in source(asked)]
    return sorted(found, key=lambda matter: matter.tone != "danger")


def _installation(asked: Asked) -> list[Matter]:
    """Backups, disk, whatever else the settings page would say."""
    icons = {"backup_old": "hard-drive", "backup_failed": "hard-drive", "disk": "hard-drive"}
    found = []
    for warning in clinic_queries.warnings(asked.now):
        url = asked.link(warning.endpoint, Role.MANAGER)
        title, _, rest = warning.text.partition(": ")
        found.append(Matter(warning.tone, icons.get(warning.code, "triangle-alert"), title, rest, url))
    return found


def _worker(asked: Asked) -> list[Matter]:
    """Nothing is imported or backed up while the worker is away."""
    if asked.settings.immediate:
        return []
    age = health.worker_age(asked.settings, asked.now.timestamp())
    if age is not None and age <= WORKER_SILENT:
        return []
    return [
        Matter(
            "danger",
            "server",
            gettext("The background work has stopped"),
            gettext("No backup and no import until it is started again. Tell whoever looks after Relance."),
        )
    ]


def _dead_jobs(asked: Asked) -> list[Matter]:
    """Work whose process ended by itself, until a manager has seen it."""
    if not asked.counted["dead_jobs"]:
        return []
    said = [clinic_queries.jobs.words(job.task, job.subject) for job in clinic_queries.jobs.unseen()]
    title = ngettext("A background task ended by itself", "%(num)s background tasks ended by themselves", len(said))
    return [Matter("danger", "server", str(title), " · ".join(said[:3]), asked.link("clinic.dead_jobs", Role.MANAGER))]


def _import(asked: Asked) -> list[Matter]:
    """The last import, if it came to nothing or refused lines."""
    report = asked.report
    if report is None or report.is_moving:
        return []
    url = asked.link("imports.show", Role.MANAGER, run_id=report.run_id)
    when = filters.moment(report.at)
    if report.asks_days and report.asks_days == report.failed_files:
        title = ngettext(
            "%(num)s file waits: does the day come first, or the month?",
            "%(num)s files wait: does the day come first, or the month?",
            report.asks_days,
        )
        text = gettext("Import of %(when)s. Send it on the page of imports, which asks and remembers.", when=when)
        return [Matter("warn", "circle-help", str(title), str(text), url)]
    if report.is_broken:
        text = gettext("Import of %(when)s: nothing of the files in question was kept.", when=when)
        return [Matter("danger", "file-x", gettext("An import did not succeed"), str(text), url)]
    if report.refused and asked.now - report.at < REFUSED_SHOWN:
        title = ngettext("%(num)s rejected row", "%(num)s rejected rows", report.refused)
        return [Matter("warn", "file-x", str(title), gettext("Import of %(when)s", when=when), url)]
    return []


def _held(asked: Asked) -> list[Matter]:
    """Whom nobody contacts before a person has said something."""
    count = asked.counted["held"]
    if not count:
        return []
    title = filters.counting("%(n)s record to verify", "%(n)s records to verify", count)
    text = gettext("Dead, gone, refusing? Nobody contacts them before you have said so.")
    return [Matter("warn", "circle-help", title, str(text), asked.link("holds.index"), url_for("today.held"))]


def _links(asked: Asked) -> list[Matter]:
    """Rows of files that may be of several records."""
    count = asked.counted["links"]
    if not count:
        return []
    title = filters.counting("%(n)s row to link", "%(n)s rows to link", count)
    text = gettext("Several records fit: say whose they are.")
    return [Matter("warn", "link", title, str(text), asked.link("imports.links"))]


def _corrections(asked: Asked) -> list[Matter]:
    """Doubtful fields that were left empty."""
    count = asked.counted["to_correct"]
    if not count:
        return []
    title = ngettext("%(num)s field to correct", "%(num)s fields to correct", count)
    text = gettext("E-mails, postal codes or dates that the files had wrong.")
    return [Matter("warn", "pencil", str(title), str(text), asked.link("clients.corrections"))]


def _missed(asked: Asked) -> list[Matter]:
    """Who did not come today is called for another date."""
    count = asked.today.missed
    if not count:
        return []
    title = ngettext("%(num)s missed appointment today", "%(num)s missed appointments today", count)
    return [Matter("warn", "calendar-x", str(title), gettext("Call to find another date."), asked.link("agenda.index"))]


BLAMES_US = ("login", "secret", "policy", "tls")  # why an account rests: not something that passes by itself


def _outbox(asked: Asked) -> list[Matter]:
    """Nothing of it while nothing is planned and nothing went wrong."""
    now = asked.status
    found = [matter for halt in now.halts if (matter := _halt(asked, halt, now))]
    return [*_doubts(asked, now), *found, *_late(asked, now)]


def _late(asked: Asked, now: Status) -> list[Matter]:
    """Mailings of which something is so long past its planned day that somebody has to decide."""
    found = []
    for each in now.late:
        title = filters.counting(
            "%(n)s e-mail is long past its planned day", "%(n)s e-mails are long past their planned day", each.messages
        )
        text = gettext("The day planned was %(day)s: send now, or cancel.", day=filters.day_long(each.planned_at))
        url = asked.link("mailings.ask_late", mailing_id=each.mailing_id)
        found.append(Matter("warn", "clock", str(title), str(text), url))
    return found


def _doubts(asked: Asked, now: Status) -> list[Matter]:
    if not now.in_doubt:
        return []
    title = ngettext("%(num)s message in doubt", "%(num)s messages in doubt", now.in_doubt)
    text = gettext("Nobody can know whether it was sent: you decide.")
    url = asked.link("outbox.index", state="doubt")
    return [Matter("danger", "circle-help", str(title), str(text), url)]


def _halt(asked: Asked, halt: Halt, now: Status) -> Matter | None:
    waiting = filters.counting("%(n)s e-mail waits.", "%(n)s e-mails wait.", now.waiting)
    outbox = asked.link("outbox.index")
    if halt.is_stop and halt.reason == "person":
        return None  # a band at the top of the page, with the button that lets it go on
    if halt.is_stop:
        url = asked.link("outbox.ask_before_resume", Role.MANAGER)
        who = "" if url else gettext("A manager has to look at it.")
        return Matter("danger", "triangle-alert", words(halt.reason), f"{waiting} {who}".strip(), url or outbox)
    if halt.code == "account_paused":
        title = gettext("The mail account rests until %(when)s", when=filters.moment(halt.until))
        tone = "danger" if halt.reason in BLAMES_US else "warn"
        return Matter(tone, "pause", str(title), f"{words(halt.reason)}. {waiting}", outbox)
    if halt.code == "braked":
        title = gettext("Refusal followed refusal: decide what they mean")
        return Matter("danger", "triangle-alert", str(title), waiting, outbox)
    if halt.code == "stale_data":
        url = asked.link("imports.index", Role.MANAGER)
        return Matter("warn", "clock", gettext("Mailings wait for fresh data"), words(halt.code), url)
    endpoint = "accounts.settings" if halt.code in ("no_account", "no_sender") else "clinic.identity"
    url = asked.link(endpoint, Role.MANAGER)
    return Matter("danger", "settings", gettext("Nothing can be sent"), f"{words(halt.code)} {waiting}", url)


Source = Callable[[Asked], list[Matter]]
SOURCES: tuple[Source, ...] = (
    _outbox, _installation, _worker, _dead_jobs, _import, _held, _links, _corrections, _missed,
)  # fmt: skip
