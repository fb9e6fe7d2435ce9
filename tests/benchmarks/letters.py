"""Letters: `python -m tests.benchmarks.letters`.

The whole command, `relance batch letters 253 --out FILE`, as a user runs it: written down, numbered, drawn by two
processes, joined, marked as printed. Letters of one page with a logo. Beside it, in turn, the same letters by two that
have nothing to write down (tests.benchmarks.peers):

- platypus, ReportLab's own, in one process; and in two at once, half the letters each and never joined, since ours has
  as many: so the clock compares the same number of processes, the processor's time in any case all of them;
- typst, compiled, in as many threads as it likes.

Ten times the letters must cost no more than ten times as much.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfReader

from tests.benchmarks import clinic, pairs, peers
from tests.benchmarks.pairs import Spent
from webapp import clock, db
from webapp.letters.actions.settings import set_logo
from webapp.letters.queries.drawing import letters_of
from webapp.models import Batch, Clinic, PrintRun, ReminderType
from webapp.serving import enter

LETTERS = 2_797
SIZES = (1_586, 4_759, 15_866)
OF_PLATYPUS, OF_TYPST, MEMORY = 0.8, 1.6, 130
GROWTH = 1.0  # in proportion
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


class Measured:
    """A clinic whose letters nobody wrote down yet, and each way to have so many of them."""

    def __init__(self, folder: Path, letters: int) -> None:
        self.folder, self.letters, self.seed = folder / f"{letters}", letters, folder / f"{letters}" / "seed"
        self.seed.mkdir(parents=True)
        with enter(data=self.seed):
            Clinic.insert(id=1).on_conflict_ignore().execute()
            Clinic.update(
                name="Clinique vétérinaire du Lac", address="12, rue Principale Ouest", town="Magog",
                postal_code="J1X 2A4", phone="+18195550100", email="info@lac.example",
            ).execute()  # fmt: skip
            image = Image.new("RGB", (900, 300), "white")
            ImageDraw.Draw(image).ellipse((20, 20, 280, 280), fill=(11, 107, 87))
            image.save(self.seed / "picture.png")
            set_logo(content=(self.seed / "picture.png").read_bytes())
            kind = ReminderType.get(ReminderType.code == "antiparasitic")
            batch = Batch.create(number=253, type=kind, due_on="2026-04-01", created_at=clock.now())
            with db.write():
                db.database.execute_sql(_CLIENTS, (letters,))
                db.database.execute_sql(_ANIMALS)
                db.database.execute_sql(_REMINDERS, (kind.id, batch.id))

    def ours(self) -> Spent:
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.seed, data)
        return clinic.relance("batch", "letters", "253", "--out", str(data / "letters.pdf"), "--json", folder=data)

    def tell(self) -> None:
        """Ours, once, and its words for the others."""
        self.ours()
        data = self.folder / "data"
        assert len(PdfReader(data / "letters.pdf").pages) == self.letters
        with enter(data=data):
            shutil.copyfile(data / "uploads" / Clinic.get().logo, self.folder / "logo.jpg")
            written = letters_of(PrintRun.get().id, limit=self.letters)
        given = {
            "clinic": ["Clinique vétérinaire du Lac", "12, rue Principale Ouest", "Magog", "819 555-0100"],
            "foot": "Pour ne plus recevoir de rappels, appelez-nous.",
            "date": "Magog, le 3 mars 2026",
            "letters": [
                {
                    "number": f"253 · {letter.number}", "lines": letter.lines, "subject": letter.subject,
                    "paragraphs": [html.unescape(words) for words in re.findall("<p>([^<]*)</p>", letter.html)],
                }
                for letter in written
            ],
        }  # fmt: skip
        assert all(len(letter["paragraphs"]) >= 5 for letter in given["letters"])  # type: ignore[index]
        (self.folder / "letters.json").write_text(json.dumps(given), encoding="utf-8")

    def platypus(self) -> Spent:
        return clinic.spent(peers.command("letters_platypus", self.folder, 0, self.letters), os.environ)

    def platypus_twice(self) -> None:
        half = self.letters // 2
        halves = (0, half), (half, self.letters)
        both = [subprocess.Popen(peers.command("letters_platypus", self.folder, *each)) for each in halves]
        for each in both:
            each.wait()
        if any(each.returncode for each in both):
            sys.exit("platypus failed")

    def typst(self) -> Spent:
        return clinic.spent(peers.command("letters_typst", self.folder), os.environ)


def main() -> int:
    """The table; 1 if a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        measured = Measured(Path(name), LETTERS)
        measured.tell()
        things: dict[str, pairs.Measure] = {"ours": measured.ours, "platypus": measured.platypus}
        if not pairs.QUICK:
            things["platypus, two"] = measured.platypus_twice
        if peers.installed("typst"):
            things["typst"] = measured.typst
        turns = pairs.pairs(things, rounds=pairs.rounds(5), warm=False)
        work = f"{LETTERS:,} letters, the whole command, × "
        rows = [
            pairs.row(f"{work}platypus in one process", turns, "ours", "platypus", goal=OF_PLATYPUS),
            pairs.row(f"{work}typst", turns, "ours", "typst", goal=OF_TYPST)
            if "typst" in things
            else pairs.missing(f"{work}typst", goal=OF_TYPST, package="typst"),
        ]
        if "platypus, two" in turns:
            twice = pairs.row(f"{work}platypus in two processes", turns, "ours", "platypus, two", goal=OF_PLATYPUS)
            rows.insert(1, twice)
        sizes = {f"{size:,}": Measured(Path(name), size).ours for size in SIZES}
        grown = pairs.pairs(sizes, rounds=pairs.size(3, 1), warm=False)
        first, *others = sizes
        for size in others:
            times = int(size.replace(",", "")) / SIZES[0]
            row = pairs.row(f"{size} letters, each, × one of {first}", grown, size, first, goal=GROWTH, times=times)
            rows.append(row)
        for size, each in {f"{LETTERS:,}": turns["ours"], others[-1]: grown[others[-1]]}.items():
            most = pairs.number(round(max(one.peak for one in each)))
            rows.append(pairs.Row(f"{size} letters, the largest process, MiB", most, MEMORY))
    return pairs.told(rows)


if __name__ == "__main__":
    sys.exit(main())
