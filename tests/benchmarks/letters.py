"""Letters: `python -m tests.benchmarks.letters`.

2,797 letters of one page with a logo, from the database to one PDF, against ReportLab's platypus drawing the same
letters directly: the same words, the same type, the same logo, one process, nothing read from a database. Each in a
process of its own, in turn; and what each of our processes holds of memory at most (Linux).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

import config
from tests.benchmarks.clinic import median, table
from tests.benchmarks.memory import children
from webapp import clock, db, printing
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.letters.actions import drawing, planning, runs
from webapp.letters.actions.settings import set_logo
from webapp.letters.queries.drawing import letters_of, style
from webapp.letters.rules.order import Choice
from webapp.models import Batch, Clinic, PrintRun, ReminderType
from webapp.printing import fonts
from webapp.serving import enter

LETTERS, ROUNDS = 2797, 3
LIMIT, LIMIT_MB = 1.0, 150
_CLIENTS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO client (number, title, first_name, last_name, sort_name, address, address_2, town, province, postal_code,
  country, home_phone, work_phone, work_extension, mobile_phone, mobile_takes_sms, email, language, accepts_email,
  accepts_sms, accepts_post, accepts_phone, note, created_at, updated_at)
SELECT 'b' || i, CASE i % 3 WHEN 0 THEN 'Mme' WHEN 1 THEN 'M.' ELSE '' END, 'Marie-Ève', 'D’Amours ' || i,
  'damours ' || i, i || ', rue Principale Ouest', CASE i % 5 WHEN 0 THEN 'app. 4' ELSE '' END, 'Magog', 'QC',
  'J1X 2A' || (i % 10), 'CA', '', '', '', '', 0, '', CASE i % 8 WHEN 0 THEN 'en' ELSE 'fr' END, 1, 1, 1, 1, '',
  '2026-01-05 14:00:00.000000+00:00', '2026-01-05 14:00:00.000000+00:00' FROM n
"""
_ANIMALS = """
INSERT INTO animal (number, client_id, name, sort_name, species_id, deceased, other_clinic, note,
  created_at, updated_at)
SELECT 'b' || id, id, 'Zoë ' || id, 'zoe ' || id, (SELECT min(id) FROM species), 0, 0, '', created_at, updated_at
FROM client
"""
_REMINDERS = """
INSERT INTO reminder (type_id, client_id, animal_id, due_on, batch_id, created_at, done_by, cancelled_because, note)
SELECT ?, client_id, id, '2026-04-01', ?, created_at, '', '', '' FROM animal
"""


def prepare(folder: Path) -> None:
    """A clinic with a logo, and the letters of a batch, planned."""
    with enter(data=folder) as app:
        Clinic.insert(id=1).on_conflict_ignore().execute()
        Clinic.update(
            name="Clinique vétérinaire du Lac", address="12, rue Principale Ouest", town="Magog",
            postal_code="J1X 2A4", phone="+18195550100", email="info@lac.example",
        ).execute()  # fmt: skip
        picture = folder / "picture.png"
        image = Image.new("RGB", (900, 300), "white")
        ImageDraw.Draw(image).ellipse((20, 20, 280, 280), fill=(11, 107, 87))
        image.save(picture)
        set_logo(content=picture.read_bytes())
        kind = ReminderType.get(ReminderType.code == "antiparasitic")
        batch = Batch.create(number=253, type=kind, due_on="2026-04-01", created_at=clock.now())
        with db.write():
            db.database.execute_sql(_CLIENTS, (LETTERS,))
            db.database.execute_sql(_ANIMALS)
            db.database.execute_sql(_REMINDERS, (kind.id, batch.id))
        now = clock.now()
        ready = planning.prepare(
            scope=Scope(batch=batch), version=wording.on_paper(batch), now=now, by=None,
            today=clock.day(now, app.config["RELANCE"].timezone),
        )  # fmt: skip
        assert ready.added == LETTERS, ready.added
        runs.begin(mailing_ids=[ready.mailing.id], choice=Choice(), now=now, by=None, wake=False)


def peak(pid: int, stop: threading.Event, found: dict[int, float]) -> None:
    """The most that a process and those it started held, from /proc."""
    while not stop.wait(0.05):
        for each in (pid, *children(pid)):
            try:
                status = Path(f"/proc/{each}/status").read_text()
            except OSError:
                continue
            held = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0").split()[1]
            found[each] = max(found.get(each, 0), int(held) / 1024)


def ours(folder: Path) -> None:
    """The run drawn as its task does it: seconds, pages."""
    with enter(data=folder):
        PrintRun.update(state="waiting").execute()
        began = time.perf_counter()
        run = drawing.draw(run_id=PrintRun.get().id, now=clock.now(), target=folder / "ours.pdf")
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "pages": run.pages if run else 0}))


def platypus(folder: Path) -> None:
    """The same letters by hand."""
    with enter(data=folder):
        clinic = Clinic.get()
        written = letters_of(PrintRun.get().id, limit=LETTERS)
    fonts.register()
    plain = ParagraphStyle("p", fontName=fonts.REGULAR, fontSize=10.5, leading=14.2, spaceAfter=3.2 * mm)
    small = ParagraphStyle("n", parent=plain, fontSize=7, leading=8, alignment=2, spaceAfter=0)
    to = ParagraphStyle("to", parent=plain, leading=12, spaceAfter=18 * mm)
    bold = ParagraphStyle("b", parent=plain, fontName=fonts.BOLD)
    logo = str(folder / "uploads" / clinic.logo)

    def letterhead(canvas: object, _document: object) -> None:
        canvas.drawImage(logo, 129 * mm, 247 * mm, 62 * mm, 20.7 * mm)  # type: ignore[attr-defined]
        for place, line in enumerate((clinic.name, clinic.address, clinic.town, clinic.phone, clinic.email)):
            canvas.setFont(fonts.REGULAR, 9)  # type: ignore[attr-defined]
            canvas.drawString(24 * mm, (262 - 4 * place) * mm, line)  # type: ignore[attr-defined]
        canvas.drawCentredString(108 * mm, 14 * mm, "Pour ne plus recevoir de rappels")  # type: ignore[attr-defined]

    began = time.perf_counter()
    story: list[object] = []
    for letter in written:
        story += [Paragraph(f"253 · {letter.number}", small), Paragraph("<br/>".join(letter.lines), to)]
        story += [Paragraph(f"Magog, le {date.today().day} mars 2026", plain), Paragraph(letter.subject, bold)]
        body = letter.html.replace("<br>", "<br/>").replace("<strong>", "<b>").replace("</strong>", "</b>")
        story += [Paragraph(part.removeprefix("<p>"), plain) for part in body.split("</p>") if part.strip()]
        story.append(PageBreak())
    document = SimpleDocTemplate(
        str(folder / "platypus.pdf"), pagesize=(215.9 * mm, 279.4 * mm),
        leftMargin=24 * mm, rightMargin=24 * mm, topMargin=62 * mm, bottomMargin=20 * mm,
    )  # fmt: skip
    document.build(story, onFirstPage=letterhead, onLaterPages=letterhead)
    print(json.dumps({"seconds": time.perf_counter() - began, "pages": document.page}))


def measured(what: str, folder: Path) -> tuple[dict[str, float], list[float]]:
    """One of the two in a process of its own: what it says, and what each process held, the largest first."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.letters", what, str(folder)], stdout=subprocess.PIPE, cwd=config.ROOT
    )
    stop, found = threading.Event(), {}  # type: ignore[var-annotated]
    watch = threading.Thread(target=peak, args=(process.pid, stop, found))
    watch.start()
    said = process.communicate()[0]
    stop.set()
    watch.join()
    if process.returncode:
        sys.exit(f"{what} failed")
    return json.loads(said), sorted(found.values(), reverse=True)


def main() -> int:
    """The table; whether it holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        assert style() and printing.PART
        mine, theirs, held = [], [], []
        for _round in range(ROUNDS):
            said, memory = measured("ours", folder)
            assert said["pages"] == LETTERS, said
            mine.append(said["seconds"])
            held.append(memory)
            said, _memory = measured("platypus", folder)
            assert said["pages"] >= LETTERS, said
            theirs.append(said["seconds"])
        sizes = [(folder / f"{each}.pdf").stat().st_size / 1e6 for each in ("ours", "platypus")]
    ratio = median([a / b for a, b in zip(mine, theirs, strict=True)])
    most = max(memory[0] for memory in held)
    good = ratio <= LIMIT and most < LIMIT_MB
    print(
        table(
            [
                (f"{LETTERS} letters", "seconds", "MB of PDF"),
                ("from the database to one PDF", f"{median(mine):.1f}", f"{sizes[0]:.1f}"),
                ("platypus, directly", f"{median(theirs):.1f}", f"{sizes[1]:.1f}"),
                ("ratio", f"{ratio:.2f}", f"at most {LIMIT}"),
                ("largest process, MiB", f"{most:.0f}", f"below {LIMIT_MB}"),
                ("all our processes, MiB", " + ".join(f"{each:.0f}" for each in max(held)), ""),
            ]
        )
    )
    print("holds" if good else "NO")
    return not good


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"ours": ours, "platypus": platypus}[sys.argv[1]](Path(sys.argv[2]))
    else:
        sys.exit(main())
