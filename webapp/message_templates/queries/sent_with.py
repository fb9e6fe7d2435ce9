"""Which mailings were written with which version: with their own, and with those of acts among their messages."""

from collections import defaultdict

from webapp import db
from webapp.models.outbox import DRAFT, UNDER_WAY

_PAIRS = f"""pairs(mailing_id, state, at, version_id) AS (
    SELECT id, state, approved_at, template_version_id FROM mailing
    WHERE template_version_id IS NOT NULL AND state <> '{DRAFT}'
    UNION
    SELECT mailing.id, mailing.state, mailing.approved_at, own.version_id FROM (
        SELECT DISTINCT template_version_id AS version_id, mailing_id FROM message WHERE template_version_id IS NOT NULL
    ) AS own CROSS JOIN mailing ON mailing.id = own.mailing_id)"""
_OF_TEMPLATES = "pairs JOIN template_version AS version ON version.id = pairs.version_id"


def by_template() -> list[tuple[int, int, int, str | None]]:
    """Each template that mailings were sent with: how many of them, how many are under way, and when the last was
    approved, as the database has it; drafts do not count."""
    return db.rows(
        f"""WITH {_PAIRS} SELECT version.template_id, count(DISTINCT mailing_id),
            count(DISTINCT iif(pairs.state IN {UNDER_WAY}, mailing_id, NULL)), max(pairs.at)
        FROM {_OF_TEMPLATES} GROUP BY 1"""
    )


def by_version(template_id: int) -> dict[int, int]:
    """The same of the versions of one template, by version."""
    found = db.rows(
        f"""WITH {_PAIRS} SELECT version.id, count(DISTINCT mailing_id) FROM {_OF_TEMPLATES}
        WHERE version.template_id = ? GROUP BY 1""",
        (template_id,),
    )
    return defaultdict(int, found)


def under_way(template_id: int) -> int | None:
    """The highest version that an approved mailing has taken and keeps; None when no mailing is under way."""
    ((number,),) = db.rows(
        f"""WITH {_PAIRS} SELECT max(version.number) FROM {_OF_TEMPLATES}
        WHERE version.template_id = ? AND pairs.state IN {UNDER_WAY}""",
        (template_id,),
    )
    return None if number is None else int(number)
