"""The settings page: the rows that other rooms add, and what a person must be told about the installation there and on
the first screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from config import Config
from webapp import filters, here
from webapp.clinic import rules
from webapp.clinic.queries import backups
from webapp.clinic.queries.record import clinic
from webapp.hooks import Hook
from webapp.models import Clinic


@dataclass(frozen=True)
class InstallationWarning:
    """One thing that is wrong, in a sentence, and where to mend it (`endpoint`: a page for managers)."""

    code: str
    text: str
    endpoint: str = "clinic.backups"
    tone: str = "warn"  # warn, danger


def warnings(now: datetime) -> list[InstallationWarning]:
    """All of them, the worst first. To be called inside a request."""
    settings = here.settings()
    found = [*_about_backups(now, clinic()), *_about_disk(settings)]
    return sorted(found, key=lambda warning: warning.tone != "danger")


def _about_backups(now: datetime, own: Clinic) -> list[InstallationWarning]:
    best, last = backups.newest()
    tried = backups.tried_by(best, last)
    found = []
    if rules.is_too_old(now, since=own.initialised_at, tried=tried):
        found.append(InstallationWarning("backup_old", old_sentence(tried.good_at), tone="danger"))
    elif last and last.error:
        text = gettext("The last backup did not succeed: %(reason)s", reason=last.error)
        found.append(InstallationWarning("backup_failed", text))
    if last and last.copy_error:
        text = gettext("The backup was not copied to the second place: %(reason)s", reason=last.copy_error)
        found.append(InstallationWarning("second_place", text))
    return found


def old_sentence(good_at: datetime | None) -> str:
    """How long ago the last good backup was."""
    if good_at is None:
        return gettext("No backup has succeeded yet.")
    return gettext("The last good backup is of %(when)s: more than 24 hours ago.", when=filters.moment(good_at))


def _about_disk(settings: Config) -> list[InstallationWarning]:
    if not backups.disk_is_nearly_full(settings):
        return []
    size = filters.size(backups.free_bytes(settings))
    text = gettext("The disk is nearly full: %(size)s are left. The next backup may not fit.", size=size)
    return [InstallationWarning("disk", text)]


@dataclass(frozen=True)
class SettingsRow:
    """One thing that can be set: where, and how it is set now, in words."""

    url: str
    icon: str
    title: str
    text: str


# A higher room adds a function, called inside a request, that returns its rows.
rows: Hook[Callable[[], list[SettingsRow]]] = Hook("clinic.queries.warnings.rows")
