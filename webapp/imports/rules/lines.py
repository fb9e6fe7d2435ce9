"""What a line of an export is, beside a sale or a reminder: a heading, a payment, a tax, an estimate, a line undone."""

from collections.abc import Mapping, Sequence
from typing import Any

HEADER, PAYMENT, TAX, ESTIMATE, VOID, DELETED = ASIDES = ("header", "payment", "tax", "estimate", "void", "deleted")

# How the column that tells kinds of lines apart says so; folded, without points.
_WORDS = {
    HEADER: "header,heading,entete,en-tete,titre,title,group,groupe,package,note,comment,commentaire",
    PAYMENT: "payment,paiement,pmt,receipt,recu,encaissement,reglement,deposit,depot",
    TAX: "tax,taxe,taxes,gst,hst,pst,qst,tps,tvq,tvh,vat,tva",
    ESTIMATE: "estimate,estimation,devis,soumission,quote,quotation,proforma,pro forma,draft,brouillon",
    VOID: "void,voided,annule,annulee,cancelled,canceled,reversed,reversal,renverse,contrepasse,written off",
    DELETED: "deleted,supprime,supprimee,efface,effacee,removed",
}
WORDS: dict[str, str] = {word: meaning for meaning, words in _WORDS.items() for word in words.split(",")}


def asides(columns: Mapping[str, Sequence[Any]]) -> dict[int, str]:
    """Place → why the row is no sale or no reminder, by those of its columns that say so.

    `columns`: by field; `void`, `deleted`, `payment`, `estimate` are 1 where it is one, `item_kind` and `line_type` one
    of ASIDES where it says so.
    """
    found: dict[int, str] = {}
    for field in (VOID, DELETED, PAYMENT, ESTIMATE):
        column = columns.get(field, ())
        if 1 in column:
            found.update({place: field for place, said in enumerate(column) if said == 1 and place not in found})
    for field in ("line_type", "item_kind"):
        column = columns.get(field, ())
        if not _SET.isdisjoint(column):
            found.update({place: said for place, said in enumerate(column) if said in _SET and place not in found})
    return found


_SET = frozenset(ASIDES)
