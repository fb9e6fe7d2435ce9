"""What is due, and the day of the message."""

from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.recipients import Case, called
from webapp.message_templates.rules.tagging.tag import Tag, or_none


def _due_on(case: Case) -> str | None:
    """The first day of them: by then all is well."""
    return grammar.day(min(need.due_on for need in case.to.needs), case.language) if case.to.needs else None


def _types(case: Case) -> str | None:
    kinds = dict.fromkeys(need.type_in(case.language) for need in case.to.needs)
    return or_none(grammar.listed(list(kinds), case.language))


def _lines(case: Case) -> str | None:
    """One line a reminder: "Azur – Vaccination – 1er avril 2026"."""
    lines = []
    for need in sorted(case.to.needs, key=lambda need: need.due_on):
        who = called([need.patient], case.language) if need.patient else []
        parts = [grammar.capital(who[0]) if who else "", need.type_in(case.language)]
        lines.append(" – ".join([*filter(None, parts), grammar.day(need.due_on, case.language)]))
    return "\n".join(lines) or None


TAGS = (
    Tag("rappel.echeance", "reminder", "Échéance", "Due date", "La première date due\u00a0: 1er\u00a0avril\u00a02026.",
        "The first date due: April\u00a01, 2026.", _due_on, "reminder.due_date"),
    Tag("rappel.type", "reminder", "Type de rappel", "Reminder type", "«\u00a0Vaccination\u00a0».", "“Vaccination”.",
        _types, "reminder.type"),
    Tag("rappels.liste", "reminder", "Liste des rappels", "List of reminders",
        "Une ligne par rappel\u00a0: animal, type, date.", "One line a reminder: patient, type, date.",
        _lines, "reminders.list"),
    Tag("date_longue", "reminder", "Date du jour", "Today’s date", "«\u00a0le 1er\u00a0mars\u00a02026\u00a0».",
        "“March\u00a01, 2026”.", lambda case: grammar.day_of_letter(case.today, case.language), "today", True),
)  # fmt: skip
