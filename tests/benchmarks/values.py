"""The page of a file's values against counting them: `python -m tests.benchmarks.values`.

A list of animals with 300,000 lines and seven columns of codes is sent once, which counts its values. Then in turn: a
bare csv.reader that counts the same columns, and the whole request for the page that shows them, what each means and
whence that is known. What sending it took is told beside them.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from werkzeug.datastructures import FileStorage

import config
from tests.benchmarks import pages
from tests.benchmarks.clinic import median, table, timed
from webapp import clock, db, here
from webapp.app import create_app
from webapp.imports.actions import preparing, uploads
from webapp.models import ImportFile, ImportRun

LINES, ROUNDS = 300_000, 5
LIMIT = 3.0
HEADER = "NoAnimal;NoClient;Nom;Espèce;Race;Sexe;Stérilisé;Décédé;Statut;Croisé;AutreClinique;DateNaissance"
CODES = {
    "Espèce": ("Canin", "Félin", "K9", "FEL", "Lapin nain", "EXO", "Chien/Dog"),
    "Sexe": ("M", "F", "MN", "FS", "N", "Male Neutered", ""),
    "Stérilisé": ("O", "N", ""),
    "Décédé": ("O", "N", "D", "Dcd 2019"),
    "Statut": ("A", "D", "MA", "VIP", "Parti", "?"),
    "Croisé": ("O", "N", "peut-être"),
    "AutreClinique": ("", "N", "Clinique du Parc"),
}


def write(path: Path) -> None:
    """The list, the same each time."""
    chance = random.Random(7)
    drawn = {name: chance.choices(values, k=LINES) for name, values in CODES.items()}
    others = {"Nom": "Rex", "Race": "Labrador", "DateNaissance": "31/12/2019"}
    columns = [drawn.get(name) or [others.get(name, "")] * LINES for name in HEADER.split(";")]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADER}\n")
        writer = csv.writer(file, delimiter=";")
        writer.writerows([n, n // 2, *row[2:]] for n, row in enumerate(zip(*columns, strict=True), start=1))


def count(path: Path) -> dict[str, Counter[str]]:
    """The values of the columns of codes, by a bare reader."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        header = next(reader)
        found = {header.index(name): Counter[str]() for name in CODES}
        for row in reader:
            for place, values in found.items():
                values[row[place]] += 1
    return {header[place]: values for place, values in found.items()}


def main() -> bool:
    """Print the table; whether the page holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "animaux.csv"
        write(path)
        pages.data = lambda: Path(folder)  # type: ignore[assignment]
        app = create_app(replace(config.load(Path(folder)), immediate=True))
        with app.app_context():
            db.connect()
            browser = pages.signed_in(app)
            sent = FileStorage(BytesIO(path.read_bytes()), path.name)

            def send() -> None:
                uploads.take_in(uploads=[sent], settings=here.settings(), by=None, now=clock.now())
                preparing.look(run_id=ImportRun.get().id, now=clock.now())

            (sending,) = timed(send, 1)
            file = ImportFile.get()
            address = f"/imports/{file.run_id}/files/{file.id}/values"
            page = browser.get(address)
            assert page.status_code == 200, page.status
            assert page.text.count("<select") > sum(map(len, CODES.values())) - len(CODES), page.text.count("<select")
            bare, full = [], []
            for _ in range(ROUNDS):
                bare += timed(lambda: count(path), 1)
                full += timed(lambda: browser.get(address), 1)
            db.database.close()
    ratio = median(full) / median(bare)
    holds = ratio <= LIMIT
    rows = [
        (f"{LINES} lines", "ms", "ratio", f"≤ {LIMIT:g}"),
        ("counted by a bare csv.reader", f"{median(bare):.0f}", "1.00", ""),
        ("sent, looked at and counted, once", f"{sending:.0f}", f"{sending / median(bare):.2f}", ""),
        ("the page of values", f"{median(full):.1f}", f"{ratio:.2f}", "yes" if holds else "NO"),
    ]
    print(table(rows))
    return holds


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
