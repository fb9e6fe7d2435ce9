"""Nobody is contacted about whom somebody must first say something: open holds, as SQL and as sets."""

from peewee import SQL

from webapp import db

OPEN = "hold.settled_at IS NULL"


def client_held(client: str) -> str:
    """SQL: whether the client of this alias is on hold."""
    return held_client(f"{client}.id")


def held_client(client_id: str) -> str:
    """SQL: whether this client is on hold."""
    return f"EXISTS (SELECT 1 FROM hold WHERE hold.client_id = {client_id} AND {OPEN})"


def animal_held(animal_id: str) -> str:
    """SQL: whether this animal is on hold, whatever its client is."""
    return f"EXISTS (SELECT 1 FROM hold WHERE hold.animal_id = {animal_id} AND {OPEN})"


# SQL: the reminders about whom nobody is to be contacted; few, and found from the holds.
REMINDERS = f"""(SELECT reminder.id FROM hold CROSS JOIN reminder ON reminder.animal_id = hold.animal_id WHERE {OPEN}
    UNION ALL SELECT reminder.id FROM hold CROSS JOIN reminder ON reminder.client_id = hold.client_id WHERE {OPEN})"""


def reminders() -> SQL:
    """For `Reminder.id << …`: those that are on hold, by their animal or their client."""
    return SQL(REMINDERS)


# SQL: the clients who are on hold.
CLIENTS = f"(SELECT client_id FROM hold WHERE client_id IS NOT NULL AND {OPEN})"


def clients() -> set[int]:
    """The clients who are on hold; one statement."""
    return {each for (each,) in db.rows(CLIENTS.strip("()"))}
