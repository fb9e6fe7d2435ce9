"""What is held, and what was settled."""

from flask_babel import lazy_gettext as _

from webapp.holds.rules import CONTACT, DEATH_DENIED, LIFE, NAME, SOLD, UNREAD

REASONS = {
    NAME: _("The name says “%(value)s”."),
    LIFE: _("“%(column)s” says “%(value)s”: it is not known whether the animal lives."),
    CONTACT: _("“%(column)s” says “%(value)s”: it is not known whether contact is still wished."),
    DEATH_DENIED: _("A date of death, %(value)s, although the animal is said to live."),
    UNREAD: _("“%(column)s”, a column that is not read, says “%(value)s”."),
    SOLD: _("“%(value)s” was sold for the animal."),
}

# SQL: of rows `h` with animal_id, client_id, column and value, those that a person has not settled before and whose
# animal or client anybody could be contacted about at all.
UNSETTLED = """NOT EXISTS (SELECT 1 FROM hold WHERE hold.animal_id = h.animal_id AND hold."column" = h."column"
    AND hold.value = h.value AND hold.settled_by_id IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.client_id = h.client_id AND hold."column" = h."column"
    AND hold.value = h.value AND hold.settled_by_id IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM animal WHERE animal.id = h.animal_id
    AND (animal.deceased OR animal.given_away_on IS NOT NULL))
AND NOT EXISTS (SELECT 1 FROM client WHERE client.id = h.client_id AND client.archived_at IS NOT NULL)"""
