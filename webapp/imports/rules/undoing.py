"""Which tables an import writes, and what may happen to their rows when it is undone."""

DAYS = 7  # that an import can be undone

RECORDS = ("client", "animal", "item", "sale", "visit", "appointment", "reminder")  # what a person counts
LISTS = ("breed_alias", "breed", "species", "answering", "reminder_type", "appointment_type", "veterinarian",
         "revenue_category")  # fmt: skip
BESIDE = ("contact_person", "ownership", "correction", "hold", "hand_edit", "history_entry", "reminder_event",
          "question")  # fmt: skip
WRITTEN = (*RECORDS, *LISTS, *BESIDE)

# Columns that triggers of the database derive from other rows, and derive again when those go back.
DERIVED = {"client": ("last_visit_on", "animal_count", "reach"), "animal": ("last_visit_on",)}

# Rows that hang on one that goes, and go with it; of the first two only those that no person wrote.
NOTED = ("history_entry", "reminder_event")
GO_ALONG = (*NOTED, "contact_person", "ownership", "correction", "hold", "question", "clients_apart", "doubtful_link",
            "link_answer")  # fmt: skip
# Links to a row that goes that the clock may have made; it takes back by itself what followed from them.
LET_GO = {("reminder", "visit_id"), ("reminder", "appointment_id")}

# Why an import cannot be undone.
NEVER, UNDONE, MOVING, NOTHING, OLD, LATER, MESSAGE, EDITED, BUILT = (
    "never", "undone", "moving", "nothing", "old", "later", "message", "edited", "built"
)  # fmt: skip
_MESSAGES = ("message", "message_reminder", "suppression")


def reason(table: str) -> str:
    """Why a row may not go when a row of this table, which is not the import's, hangs on it."""
    return MESSAGE if table in _MESSAGES else EDITED if table in (*NOTED, "hand_edit") else BUILT
