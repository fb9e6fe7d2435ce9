"""What each template is for, beside its medium: reminder, second contact, invoice … and which is the default of its kind.

What there is moves over by its code, else by what its name says. What a reminder type writes with, and what a mailing was
made with, stays a reminder (or a second contact): the wizard of mailings goes on offering it.
"""

import re
import unicodedata

TYPES = ("email", "sms", "document")
FITS_MAILINGS = ("second_contact", "free", "thanks", "birthday")
# The first that a name fits, in small letters without accents.
NAMED = (
    ("second_contact", r"(deuxieme|second|2e|2nd) (contact|rappel|avis|reminder|notice)|relance"),
    ("appointment_confirmation", r"confirm\w* (de |du |d'|of |your )?(votre )?(rendez-vous|rdv|appointment)|appointment confirm"),
    ("condolence", r"condolean|sympath|deces"),
    ("surgery", r"chirurg|surger|operation|sterilis|castration|spay|neuter"),
    ("appointment_reminder", r"rendez-vous|\brdv\b|appointment"),
    ("statement", r"etat de compte|releve de compte|statement"),
    ("estimate", r"estimation|devis|estimate|\bquote\b"),
    ("invoice", r"factur|invoice|\bbill\b"),
    ("thanks", r"merci|thank"),
    ("birthday", r"anniversaire|birthday|bonne fete"),
)  # fmt: skip


def plain(name):
    flat = unicodedata.normalize("NFKD", name.lower().replace("’", "'"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def meant(code, names, purpose, in_use):
    """The kind of a template; `in_use`: a reminder type writes with it, or a mailing was made with it."""
    if code:
        return "second_contact" if code.startswith("second_contact_") else "reminder"
    found = next((kind for kind, said in NAMED if re.search(said, plain(names))), None)
    if found is None and purpose in ("promotion", "safety"):
        found = "free"
    if found is None and purpose == "appointment":
        found = "appointment_reminder"
    return found if found and (not in_use or found in FITS_MAILINGS) else "reminder"


def up(migrator, db):
    db.execute_sql('ALTER TABLE "template" ADD COLUMN "communication" TEXT NOT NULL DEFAULT \'reminder\'')
    db.execute_sql('ALTER TABLE "template" ADD COLUMN "is_default" INTEGER NOT NULL DEFAULT 0')
    db.execute_sql('CREATE UNIQUE INDEX "template_default" ON "template" ("communication", "kind") WHERE "is_default"')
    own = {each for column in TYPES for (each,) in db.execute_sql(f"SELECT {column}_template_id FROM reminder_type")}
    made = "SELECT template_id FROM mailing JOIN template_version ON template_version.id = template_version_id"
    used = {each for (each,) in db.execute_sql(made)}
    rows = db.execute_sql("SELECT id, code, name_fr, name_en, purpose FROM template").fetchall()
    for id_, code, fr, en, purpose in rows:
        kind = "reminder" if id_ in own else meant(code, f"{fr} / {en}", purpose, id_ in used)
        db.execute_sql("UPDATE template SET communication = ? WHERE id = ?", (kind, id_))
    db.execute_sql(
        "UPDATE template SET is_default = 1 WHERE code LIKE 'second\\_contact\\_%' ESCAPE '\\' "
        "AND communication = 'second_contact' AND archived_at IS NULL"
    )


def down(migrator, db):
    db.execute_sql('DROP INDEX "template_default"')
    db.execute_sql('ALTER TABLE "template" DROP COLUMN "is_default"')
    db.execute_sql('ALTER TABLE "template" DROP COLUMN "communication"')
