"""pandas: `python -m tests.benchmarks.peers.sales_frame sales.csv`.

The file into columns with types, and what anybody would check before trusting it: days that are days, amounts and
quantities that are numbers, numbers of clients that are there. Nothing is written.
"""

from __future__ import annotations

import sys

import pandas as pd

TEXT = dict.fromkeys(("NoLigne", "NoFacture", "Date", "NoClient", "NoAnimal", "TypeArticle", "Code"), "string")


def read(path: str, encoding: str) -> pd.DataFrame:
    """The rows that hold."""
    frame = pd.read_csv(path, sep=";", encoding=encoding, dtype={**TEXT, "Quantité": "string", "Montant": "string"})
    frame["Date"] = pd.to_datetime(frame["Date"], format="%d/%m/%Y", errors="coerce")
    for name in ("Quantité", "Montant"):
        frame[name] = pd.to_numeric(frame[name].str.replace(",", "."), errors="coerce")
    wrong = frame["Date"].isna() | frame["Montant"].isna() | frame["Quantité"].isna()
    wrong |= frame["NoClient"].isna() | frame["NoLigne"].duplicated()
    return frame[~wrong]


if __name__ == "__main__":
    print(len(read(*sys.argv[1:3])))
