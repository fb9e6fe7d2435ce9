"""django-post_office: `python -m tests.benchmarks.peers.post_office queue|send FOLDER PORT COUNT`.

As its manual says: mails are queued in one `send_many`, and `send_queued_mail` sends them, here with one process and
one thread, so that its pace is not its server's. Everything else is as it comes. The clinic's text, as long as ours.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

TEXT = "Bonjour,\n\nD’Artagnan doit revoir son vétérinaire pour son antiparasitaire de l’été.\n\nÀ bientôt!\n" * 4
HTML = (
    "<html><body>" + "<p style='margin: 0'>Bonjour, D’Artagnan doit revoir son vétérinaire.</p>" * 40 + "</body></html>"
)


def settle(folder: Path, port: int) -> None:
    """Django, with nothing but what this needs."""
    settings.configure(
        SECRET_KEY="bench",
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "mails.db")}},
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_FROM_EMAIL="Clinique du Lac <info@clinique.example>",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        POST_OFFICE={"THREADS_PER_PROCESS": 1, "MESSAGE_ID_ENABLED": True, "MESSAGE_ID_FQDN": "clinique.example"},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    django.setup()
    logging.disable(logging.INFO)  # what it says of each hundred belongs to no table


def queue(count: int) -> None:
    """So many mails, each to somebody else."""
    from post_office import mail

    call_command("migrate", verbosity=0)
    mail.send_many(
        [
            {"recipients": f"client{place}@exemple.ca", "subject": "D’Artagnan doit revoir son vétérinaire",
             "message": TEXT, "html_message": HTML}
            for place in range(count)
        ]
    )  # fmt: skip


if __name__ == "__main__":
    verb, directory = sys.argv[1], Path(sys.argv[2])
    settle(directory, int(sys.argv[3]))
    if verb == "queue":
        queue(int(sys.argv[4]))
    else:
        call_command("send_queued_mail", lockfile=str(directory / "lock"), verbosity=0)
