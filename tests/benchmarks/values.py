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
from tests.benchmarks import pages, pairs
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


def main() -> int:
    """The table; 1 if the page does not hold."""
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

            sending = pairs.spent(send)
            file = ImportFile.get()
            address = f"/imports/{file.run_id}/files/{file.id}/values"
            page = browser.get(address)
            assert page.status_code == 200, page.status
            assert page.text.count("<select") > sum(map(len, CODES.values())) - len(CODES), page.text.count("<select")
            turns = pairs.pairs(
                {"page": lambda: browser.get(address), "counted": lambda: count(path)}, rounds=pairs.rounds(ROUNDS)
            )
            db.database.close()
    print(f"{LINES} lines, sent, looked at and counted once: {sending.cpu:.2f} s ({sending.wall:.2f})")
    return pairs.told([pairs.row("the page of values × a bare reader", turns, "page", "counted", goal=LIMIT)])


if __name__ == "__main__":
    sys.exit(main())
