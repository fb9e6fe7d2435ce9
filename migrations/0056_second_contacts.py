"""A second contact: mailings about reminders whose clients were reached before, and what a clinic writes then.

The wordings are new, so that none that a clinic has changed is touched; one that bears their code already stays.
"""

from datetime import UTC, datetime

BUTTON = ("Prendre rendez-vous", "Book an appointment", "mailto:{{ clinique.courriel }}?subject={{ animal.nom }}")
EMAIL_FR = """{{ appel }}

Nous vous avons fait signe il y a quelque temps au sujet {{ animal.de_nom }} et nous n’avons pas eu de vos nouvelles. Voici ce qui reste à prévoir :

{{ rappels.liste }}

Pour choisir un moment, répondez à ce courriel ou appelez-nous au {{ clinique.telephone }}. Si c’est déjà fait, ou si vous préférez attendre, dites-le-nous : nous mettrons le dossier à jour.

À bientôt,
{{ clinique.nom }}"""
EMAIL_EN = """{{ appel }}

We contacted you some time ago about {{ animal.nom }} and have not heard from you. This is what still needs to be planned:

{{ rappels.liste }}

To choose a time, reply to this e-mail or call us at {{ clinique.telephone }}. If it has already been done, or if you would rather wait, let us know and we will update the file.

See you soon,
{{ clinique.nom }}"""
LETTER_FR = """{{ appel }}

Nous vous avons fait signe il y a quelque temps au sujet {{ animal.de_nom }}. Comme un message s’égare facilement, nous vous écrivons cette fois par la poste. Voici ce qui reste à prévoir :

{{ rappels.liste }}

Pour choisir un moment, appelez-nous au {{ clinique.telephone }}. Si c’est déjà fait, ou si vous préférez attendre, un coup de fil suffit : nous mettrons le dossier à jour.

Au plaisir de vous revoir,

{{ clinique.nom }}"""
LETTER_EN = """{{ appel }}

We contacted you some time ago about {{ animal.nom }}. Messages are easily missed, so this time we are writing by mail. This is what still needs to be planned:

{{ rappels.liste }}

To choose a time, please call us at {{ clinique.telephone }}. If it has already been done, or if you would rather wait, just let us know and we will update the file.

We look forward to seeing you,

{{ clinique.nom }}"""
# Code, kind, names, subjects, bodies, button; French, then English.
TEMPLATES = (
    (
        "second_contact_email", "email", ("Deuxième contact, courriel", "Second contact, e-mail"),
        ("Avez-vous pensé à {{ animal.nom }}?", "A reminder about {{ animal.nom }}"), (EMAIL_FR, EMAIL_EN), BUTTON,
    ),
    (
        "second_contact_letter", "letter", ("Deuxième contact, lettre", "Second contact, letter"),
        ("Au sujet {{ animal.de_nom }}", "About {{ animal.nom }}"), (LETTER_FR, LETTER_EN), ("", "", ""),
    ),
)  # fmt: skip


def whole(text, language):
    """A tag is not torn at the end of a line, nor a French colon."""
    text = text.replace("{{ ", "{{\u00a0").replace(" }}", "\u00a0}}")
    return text if language else text.replace(" :", "\u00a0:")


def up(migrator, db):
    db.execute_sql('ALTER TABLE "mailing" ADD COLUMN "second" INTEGER NOT NULL DEFAULT 0')
    now = datetime.now(UTC).isoformat(" ", "microseconds")
    for code, kind, names, subjects, bodies, button in TEMPLATES:
        made = db.execute_sql(
            "INSERT OR IGNORE INTO template (code, kind, name_fr, name_en, purpose, created_at) "
            "VALUES (?, ?, ?, ?, 'care', ?)",
            (code, kind, *names, now),
        )
        if not made.rowcount:
            continue
        said = [whole(text, n) for pair in (subjects, bodies) for n, text in enumerate(pair)]
        db.execute_sql(
            "INSERT INTO template_version (template_id, number, format, subject_fr, subject_en, body_fr, body_en, "
            "button_fr, button_en, button_url, saved_at) "
            "SELECT id, 1, 'text', ?, ?, ?, ?, ?, ?, ?, ? FROM template WHERE code = ?",
            (*said, *button, now, code),
        )


def down(migrator, db):
    ours = ", ".join(f"'{code}'" for code, *_ in TEMPLATES)
    templates = f"SELECT id FROM template WHERE code IN ({ours})"
    versions = f"SELECT id FROM template_version WHERE template_id IN ({templates})"
    for column in ("email", "sms", "document"):
        db.execute_sql(
            f"UPDATE reminder_type SET {column}_template_id = NULL WHERE {column}_template_id IN ({templates})"
        )
    db.execute_sql(f"UPDATE mailing SET template_version_id = NULL WHERE template_version_id IN ({versions})")
    db.execute_sql(f"DELETE FROM template_version WHERE template_id IN ({templates})")
    db.execute_sql(f"DELETE FROM template WHERE code IN ({ours})")
    db.execute_sql('ALTER TABLE "mailing" DROP COLUMN "second"')
