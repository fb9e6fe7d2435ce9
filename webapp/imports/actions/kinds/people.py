"""Who a client is, from a whole name, a company or both, and the household's second person."""

from functools import lru_cache
from typing import Any

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds.contact_data import to_note
from webapp.imports.rules import names

SECOND = ("second_name", "second_first_name", "second_last_name", "second_phone")
_part = lru_cache(maxsize=20_000)(names.part)


def called(batch: Batch, header: str) -> None:
    """First and last names; a company is one name, and a line of the note beside a person. `header`: of whole names."""
    values = batch.values
    nothing = [""] * len(batch)
    whole, companies = values.pop("full_name", nothing), values.pop("company", nothing)
    if whole is companies:
        return
    first, last = (values.setdefault(name, list(nothing)) for name in ("first_name", "last_name"))
    titles = values.setdefault("title", list(nothing))
    notes = values.setdefault("note", list(nothing))
    order = names.order_of(header)
    for place, (name, company) in enumerate(zip(whole, companies, strict=True)):
        if name and not first[place] and not last[place]:
            found = _part(name, order)
            first[place], last[place], titles[place] = found.first, found.last, titles[place] or found.title
        elif name and last[place] and not first[place] and header:
            first[place] = names.without(name, last[place])  # "Customer name" beside "Last name"
        if company and not first[place] and not last[place]:
            last[place] = company
        elif company and company != last[place]:
            to_note(notes, place, company)


def stage_second(context: Context, batch: Batch) -> None:
    """Note the second persons of a chunk that is taken, until the clients are written."""
    values = batch.values
    nothing = [""] * len(batch)
    columns: list[list[Any]] = [values.get(name) or nothing for name in SECOND]
    if all(column is nothing for column in columns):
        return
    rows = []
    for number, name, first, last, phone in zip(values["number"], *columns, strict=True):
        called_ = name or f"{first} {last}".strip()
        telephone, extension = phone or ("", "")
        if called_ or telephone:
            rows.append((number, called_ or "?", telephone, extension))
    context.staging.many("INSERT INTO temp.staged_contact VALUES (?, ?, ?, ?)", rows)


# Whoever was removed here stays so, whatever the file goes on saying.
_NEW = """
INSERT INTO contact_person (client_id, name, relation, phone, extension, email, may_decide, position)
SELECT c.id, s.name, '', s.phone, s.extension, '', 0,
    1 + coalesce((SELECT max(p.position) FROM contact_person p WHERE p.client_id = c.id), 0)
FROM temp.staged_contact s JOIN client c ON c.number = s.number
WHERE NOT EXISTS (SELECT 1 FROM contact_person p WHERE p.client_id = c.id AND lower(p.name) = lower(s.name))
  AND NOT EXISTS (SELECT 1 FROM history_entry h WHERE h.client_id = c.id
    AND h.verb IN ('contact_removed', 'contact_added') AND lower(json_extract(h.details, '$.name')) = lower(s.name))
"""


def write_second(context: Context) -> None:
    """Those who are not known yet, with a line of history."""
    run = context.staging.execute
    (last,) = run("SELECT coalesce(max(id), 0) FROM contact_person").fetchone()
    run(_NEW)
    run(
        "INSERT INTO history_entry (client_id, at, verb, details) SELECT client_id, ?, 'contact_added', "
        "json_object('name', name) FROM contact_person WHERE id > ?",
        (context.now_text, last),
    )
