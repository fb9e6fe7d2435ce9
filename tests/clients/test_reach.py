from __future__ import annotations

from itertools import product

from flask import Flask

from tests import factories
from tests.consents.reaching import TODAY
from webapp import channels
from webapp.clients.rules import HAS_EMAIL
from webapp.consents.rules import obstacle
from webapp.models import Client


def expected(client: Client) -> int:
    reached = channels.bits(each for each in channels.all() if not obstacle(client, each, "care", TODAY, blocked={}))
    return reached + (HAS_EMAIL if client.email else 0)


def test_it_is_kept_by_the_database_as_the_rules_say(app: Flask) -> None:
    added = factories.client(town="")
    for accepts, (email, mobile, sms, home, post) in product((True, False), product((True, False), repeat=5)):
        columns = {
            "email": "a@example.ca" if email else "", "mobile_phone": "+15145550134" if mobile else "",
            "mobile_takes_sms": sms, "home_phone": "+15145550135" if home else "", "address": "1, rue Cartier",
            "town": "Magog" if post else "", "postal_code": "J1X 3B3",
            **dict.fromkeys((each.accepts for each in channels.all()), accepts),
        }  # fmt: skip
        inserted = Client.get_by_id(factories.client(**columns).id)
        assert inserted.reach == expected(inserted), columns
        Client.update(**columns).where(Client.id == added.id).execute()
        updated = Client.get_by_id(added.id)
        assert updated.reach == expected(updated), columns
