"""What the outbox decides: pure, from rows and `now`."""

from webapp.outbox.rules.identifiers import message_id, recipient_key
