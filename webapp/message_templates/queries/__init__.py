"""Templates as they stand, and the clinic's frame around them."""

from webapp.message_templates.queries import pictures
from webapp.message_templates.queries.by_act import in_place_of, uses
from webapp.message_templates.queries.examining import examine, mail, tried
from webapp.message_templates.queries.framing import frame, greetings
from webapp.message_templates.queries.gallery import default_of, defaults_of, gallery, in_use
from webapp.message_templates.queries.listing import (
    branch_of,
    find,
    for_type,
    for_types,
    name_taken,
    newest,
    newest_of,
    numbered,
    species_names,
    template,
    version,
    versions,
)
from webapp.message_templates.queries.looks import looks
from webapp.message_templates.queries.sent_with import under_way
from webapp.message_templates.queries.texting import texting_of
from webapp.message_templates.queries.trying import species
