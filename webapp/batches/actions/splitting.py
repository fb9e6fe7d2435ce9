"""A batch is cut into parts, and made whole again."""

from webapp import db
from webapp.batches.queries import lots
from webapp.batches.rules.parts import SplitRefused, divide
from webapp.models import Batch, BatchPart


def split(*, batch: Batch, most: int) -> list[BatchPart]:
    """Parts of at most `most` reminders, a client's never in two; in the order in which they are due.

    Raises SplitRefused.
    """
    with db.write():
        if BatchPart.select().where(BatchPart.batch == batch.id).exists():
            raise SplitRefused("split")
        made = []
        for number, portion in enumerate(divide(lots.households(batch), most), start=1):
            part = BatchPart.create(batch=batch, number=number)
            db.database.execute_sql(
                "UPDATE reminder SET part_id = ? WHERE batch_id = ? AND client_id IN (SELECT value FROM json_each(?))",
                (part.id, batch.id, db.ids(portion.clients)),
            )
            made.append(part)
    return made


def unsplit(*, batch: Batch) -> int:
    """One batch again; how many parts there were. Raises SplitRefused once anything was sent."""
    with db.write():
        if lots.mailed(batch):
            raise SplitRefused("mailed")
        if lots.sent(batch):
            raise SplitRefused("sent")
        db.database.execute_sql("UPDATE reminder SET part_id = NULL WHERE batch_id = ?", (batch.id,))
        gone = BatchPart.delete().where(BatchPart.batch == batch.id).execute()
        if not gone:
            raise SplitRefused("not_split")
    return int(gone)
