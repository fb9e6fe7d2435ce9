"""pandas: `python -m tests.benchmarks.peers.sales_frame SALES FOLDER`, FOLDER with the export's other files.

The file into columns with types, and what anybody would check before trusting it: days that are days, amounts that are
amounts, no number twice, clients, animals and items that are in their files. Nothing is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

COLUMNS = ("NoLigne", "NoFacture", "Date", "NoClient", "NoAnimal", "TypeArticle", "Code", "Quantité", "Montant")
KNOWN = {"NoClient": ("clients.csv",), "NoAnimal": ("animals.csv",), "Code": ("products.csv", "services.csv")}
ENCODING = "utf-8"


def numbers(folder: Path, files: tuple[str, ...]) -> pd.Series:
    """The first column of these files: a number, a code."""
    options = {"sep": ";", "usecols": [0], "dtype": "string", "encoding": ENCODING, "encoding_errors": "replace"}
    return pd.concat([pd.read_csv(folder / name, **options).iloc[:, 0] for name in files])


def read(path: Path, folder: Path) -> pd.DataFrame:
    """The rows that hold."""
    frame = pd.read_csv(path, sep=";", encoding=ENCODING, dtype=dict.fromkeys(COLUMNS, "string"))
    frame["Date"] = pd.to_datetime(frame["Date"], format="%d/%m/%Y", errors="coerce")
    for name in ("Quantité", "Montant"):
        frame[name] = pd.to_numeric(frame[name].str.replace(",", "."), errors="coerce")
    wrong = frame["NoLigne"].duplicated()
    for name in ("Date", "Quantité", "Montant"):
        wrong |= frame[name].isna()
    for name, files in KNOWN.items():
        wrong |= ~frame[name].isin(numbers(folder, files))
    return frame[~wrong]


if __name__ == "__main__":
    print(len(read(Path(sys.argv[1]), Path(sys.argv[2]))))
