"""Visits, listed and one by one, and what is due next as one ends."""

from webapp.visits.queries.ahead import Ahead, Next, again, ahead
from webapp.visits.queries.listing import Listing, listing, total, usual_reasons, visit
