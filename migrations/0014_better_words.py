"""Better words for what an installation began with: breeds, the ready-made wordings, an English name.

Data only. What a clinic has changed stays as it is, and so does a version that a mailing was made with: what was sent
can always be read as it was.
"""

from pathlib import Path
from runpy import run_path

SHIPPED = run_path(str(Path(__file__).with_name("0005_ready_made_templates.py")))

# French as 0002 wrote it | as it is written (a capital at the head of a line only) | English
BREEDS = """
Airedale Terrier | Airedale-terrier | Airedale Terrier
Bedlington Terrier | Bedlington-terrier | Bedlington Terrier
Border Terrier | Border-terrier | Border Terrier
Bull Terrier | Bull-terrier | Bull Terrier
Bull Terrier miniature | Bull-terrier miniature | Miniature Bull Terrier
Cairn Terrier | Cairn-terrier | Cairn Terrier
Cavalier King Charles | Cavalier king-charles | Cavalier King Charles Spaniel
Jack Russell Terrier | Jack russell-terrier | Jack Russell Terrier
Lakeland Terrier | Lakeland-terrier | Lakeland Terrier
Norfolk Terrier | Norfolk-terrier | Norfolk Terrier
Norwich Terrier | Norwich-terrier | Norwich Terrier
Parson Russell Terrier | Parson russell-terrier | Parson Russell Terrier
Silky Terrier | Silky-terrier | Australian Silky Terrier
Skye Terrier | Skye-terrier | Skye Terrier
Yorkshire Terrier | Yorkshire-terrier | Yorkshire Terrier
"""
WORDS = (
    ("C’est le temps de vacciner", "Il est temps de vacciner"),
    ("c’est le temps de vacciner", "il est temps de vacciner"),
    ("C’est le temps de l’examen annuel", "Le moment est venu de faire l’examen annuel"),
    ("c’est le temps de l’examen annuel", "le moment est venu de faire l’examen annuel"),
    ("Ce qui commence se soigne mieux quand on le voit tôt.", "Un problème décelé tôt se soigne mieux."),
    ("Ce qu’on voit tôt se soigne mieux.", "Un problème décelé tôt se soigne mieux."),
    (
        "Notez vos questions\u00a0: l’alimentation, l’humeur, les habitudes.",
        "Notez vos questions sur l’alimentation, l’humeur ou les habitudes.",
    ),
    ("nécessaire avant de commencer.", "nécessaire avant le traitement."),
)
NAMES = ("Anti-parasite", "Parasite prevention")

UNTOUCHED = (
    "UPDATE template_version SET subject_fr = ?, body_fr = ? WHERE number = 1 AND saved_by_id IS NULL "
    "AND template_id = (SELECT id FROM template WHERE code = ?) "
    "AND subject_fr = ? AND subject_en = ? AND body_fr = ? AND body_en = ? "
    "AND NOT EXISTS (SELECT 1 FROM template_version AS later WHERE later.template_id = template_version.template_id "
    "AND later.number > 1) "
    "AND NOT EXISTS (SELECT 1 FROM mailing WHERE mailing.template_version_id = template_version.id)"
)


def better(text):
    for old, new in WORDS:
        text = text.replace(old, new)
    return text


def wordings():
    """Code of the template, then subject and body in French and in English, as 0005 wrote them."""
    whole = SHIPPED["whole"]
    for code, (_, subjects, *_) in SHIPPED["TEXTS"].items():
        for kind, *_ in SHIPPED["KINDS"]:
            fr, en = (whole(said, n) if kind in ("email", "letter") else "" for n, said in enumerate(subjects))
            yield f"{code}_{kind}", fr, en, SHIPPED["body"](code, kind, 0), SHIPPED["body"](code, kind, 1)


def rename(db, old, new):
    """The type of reminders, and its ready-made templates, in English."""
    db.execute_sql(
        "UPDATE reminder_type SET name_en = ? WHERE code = 'antiparasitic' AND name_fr = 'Antiparasitaire' AND name_en = ?",
        (new, old),
    )
    for kind, french, english in SHIPPED["KINDS"]:
        db.execute_sql(
            "UPDATE template SET name_en = ? WHERE code = ? AND name_fr = ? AND name_en = ?",
            (f"{new}, {english}", f"antiparasitic_{kind}", f"Antiparasitaire, {french}", f"{old}, {english}"),
        )


def breeds(db, back=False):
    dogs = "species_id = (SELECT id FROM species WHERE code = 'CAN')"
    for line in BREEDS.strip().splitlines():
        old, new, english = (cell.strip() for cell in line.split("|"))
        names = (new, old) if back else (old, new)
        db.execute_sql(
            f"UPDATE OR IGNORE breed SET name_fr = ? WHERE {dogs} AND name_fr = ? AND name_en = ?",
            (names[1], names[0], english),
        )
        if old == english:
            continue
        # A file that still writes it the old way finds it; what is in English is found by its English name.
        if back:
            db.execute_sql(
                f"DELETE FROM breed_alias WHERE {dogs} AND name = ? AND breed_id IN "
                f"(SELECT id FROM breed WHERE {dogs} AND name_fr = ?)",
                (old.lower(), old),
            )
        else:
            db.execute_sql(
                "INSERT OR IGNORE INTO breed_alias (species_id, name, breed_id) "
                f"SELECT species_id, ?, id FROM breed WHERE {dogs} AND name_fr = ? AND name_en = ?",
                (old.lower(), new, english),
            )


def up(migrator, db):
    breeds(db)
    rename(db, *NAMES)
    for code, subject, subject_en, body, body_en in wordings():
        said = (better(subject), better(body))
        if said != (subject, body):
            db.execute_sql(UNTOUCHED, (*said, code, subject, subject_en, body, body_en))


def down(migrator, db):
    for code, subject, subject_en, body, body_en in wordings():
        said = (better(subject), better(body))
        if said != (subject, body):
            db.execute_sql(UNTOUCHED, (subject, body, code, said[0], subject_en, said[1], body_en))
    rename(db, *reversed(NAMES))
    breeds(db, back=True)
