"""What each kind of file means for the database: one module a kind."""

from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds.animals import Animals
from webapp.imports.actions.kinds.base import Importer
from webapp.imports.actions.kinds.clients import Clients
from webapp.imports.actions.kinds.items import Products, Services
from webapp.imports.actions.kinds.plans import Appointments, Visits
from webapp.imports.actions.kinds.reminders import Reminders
from webapp.imports.actions.kinds.sales import Sales
from webapp.imports.rules.headers import Recognised

_IMPORTERS: dict[str, type[Importer]] = {
    each.kind: each for each in (Clients, Animals, Products, Services, Sales, Visits, Appointments, Reminders)
}


def importer(context: Context, recognised: Recognised) -> Importer:
    """What reads and writes a file of this kind."""
    return _IMPORTERS[recognised.kind](context, recognised)
