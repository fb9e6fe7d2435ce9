"""`relance import`, and `relance links` for what it could not know."""

from webapp.imports.cli.files import import_
from webapp.imports.cli.links import links_

COMMANDS = (import_, links_)
