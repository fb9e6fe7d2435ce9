"""A pretend channel, whole: what README's recipe "A new channel" asks for, and nothing else.

Its messages become files in a folder of the data directory; it goes to the client's e-mail, with that agreement.
"""

from pathlib import Path

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from webapp import channels, db, here
from webapp.accounts.actions import opening
from webapp.models import MailAccount
from webapp.transports import Outgoing

CODE, BIT, FOLDER = "fichier", 32, "pretend"

# 1. What it is.
FILE = channels.Channel(
    CODE, _("File"), "file-text", _("Reached by file"),
    address=("email",), accepts="accepts_email", bit=BIT, leaves=channels.ACCOUNT, lower=True,
    counted=lambda n, shown: ngettext("%(n)s file", "%(n)s files", n, n=shown),
    send=lambda n, shown: ngettext("Send %(n)s file", "Send %(n)s files", n, n=shown),
    write=_("Write by file"), by=_("By file"), reachable=_("Reachable by file"),
    lacking=_("No e-mail"), lacking_hint=_("To ask for at the visit"), stop=_("Stop writing"),
    kinds=(channels.Kind("file", _("Files"), _("New file"), "file-text"),),
    states={
        "planned": _("File planned for %(day)s"),
        "claimed": _("File on its way"),
        "sent": _("File sent"),
        "failed": _("File refused: %(why)s"),
        "bounced": _("File came back: %(why)s"),
        "cancelled": _("File cancelled: %(why)s"),
        "expired": _("File not sent in time"),
        "in_doubt": _("File in doubt: it may have left"),
    },
)  # fmt: skip

REACHED = "(email <> '' AND accepts_email) * 32"


def migrate() -> None:
    """The body of its migration: both triggers anew with the bit, and the bit of the clients there are."""
    for name in ("client_added", "client_changed"):
        (kept,) = db.database.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        db.database.execute_sql(f"DROP TRIGGER {name}")
        db.database.execute_sql(kept.replace("SET reach = ", f"SET reach = {REACHED} + "))
    db.database.execute_sql(f"UPDATE client SET reach = reach + {REACHED}")


# 2. How it leaves.
class Files:
    """Writes each message as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.offered: Outgoing | None = None

    def offer(self, outgoing: Outgoing) -> None:
        """Be ready, and keep it at hand."""
        self.folder.mkdir(exist_ok=True)
        self.offered = outgoing

    def content(self) -> str:
        """Write it down, and refuse to do so twice."""
        assert self.offered
        with (self.folder / f"{self.offered.message_id.strip('<>')}.txt").open("x", encoding="utf-8") as file:
            file.write(f"{self.offered.to}\n{self.offered.text}")
        return "250 written"

    def close(self) -> None:
        """Nothing stays open."""


def install() -> None:
    """What its lines in `webapp/channels.py`, `app.py` and the migration do, and 3., its account."""
    channels.add(FILE)
    migrate()
    opening.transports[CODE] = lambda _account: Files(here.under(FOLDER))
    MailAccount.create(channel=CODE, host="folder", auth="none")


def remove() -> None:
    """Undo what outlives the database."""
    opening.transports.pop(CODE, None)
    channels.remove(CODE)
