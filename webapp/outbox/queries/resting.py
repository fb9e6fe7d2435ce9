"""Who is left in peace for a while: what the claim and the forecast ask alike, as SQL over `message` and `mailing`."""

from webapp.outbox.rules.rest import RESTFUL

# A message that waits for its client's rest; a correction does not.
RESTS = f"message.purpose IN {RESTFUL} AND mailing.correction_of_id IS NULL"
# What other mailings wrote to its client, whatever became of it. The pluses keep it to the few messages of that client.
OF_OTHERS = f"""FROM message AS other
        WHERE other.client_id = message.client_id AND +other.mailing_id <> message.mailing_id
          AND +other.purpose IN {RESTFUL}"""
