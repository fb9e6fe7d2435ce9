"""Templates as they stand, and the clinic's frame around them."""

from webapp.message_templates.queries.examining import examine, mail
from webapp.message_templates.queries.framing import frame, greetings
from webapp.message_templates.queries.listing import (
    defaults_of,
    find,
    for_type,
    for_types,
    gallery,
    name_taken,
    newest,
    numbered,
    template,
    under_way,
    version,
    versions,
)
