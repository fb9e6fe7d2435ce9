"""What a PDF is called, in words: by its title the browser names the tab, and the file where it is saved."""

from flask_babel import gettext, ngettext

from webapp import filters
from webapp.letters.queries.runs import lots_of
from webapp.message_templates.rules import grammar

_MOST = 3  # lots that are named


def of_run(run_id: int, *, cards: bool, total: int) -> str:
    """ "Batch 3 – 36 letters"."""
    return titled(lots_of(run_id), cards_or_letters(total, cards=cards))


def titled(lots: list[str], what: str) -> str:
    """Which batches it is of, and `what` it holds."""
    if not lots or len(lots) > _MOST:
        return grammar.capital(what)
    named = ngettext("Batch %(lots)s", "Batches %(lots)s", len(lots), lots=", ".join(lots))
    return f"{named} – {what}"


def cards_or_letters(total: int, *, cards: bool) -> str:
    shown = filters.number(total)
    if cards:
        return str(ngettext("%(shown)s card", "%(shown)s cards", total, shown=shown))
    return str(ngettext("%(shown)s letter", "%(shown)s letters", total, shown=shown))


def of_labels(lot: str, total: int) -> str:
    """ "Batch 3 – 36 labels"."""
    return titled([lot], str(ngettext("%(shown)s label", "%(shown)s labels", total, shown=filters.number(total))))


def of_sample(lot: str) -> str:
    return titled([lot] if lot else [], str(gettext("preview")))
