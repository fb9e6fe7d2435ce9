"""What only a person knows, as it is asked: the questions that stand, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from peewee import JOIN, fn

from webapp import filters
from webapp.models import Animal, Answering, Appointment, Client, Question, Reminder, ReminderType, Visit
from webapp.reminders.queries import detail
from webapp.reminders.rules.answers import MISSING, NAMELESS, PASSED

MOST = 200
STANDS = (
    Question.settled_at.is_null()
    & Reminder.deleted_at.is_null()
    & Reminder.cancelled_at.is_null()
    & Reminder.visited_at.is_null()
)


ANSWERS = {
    NAMELESS: (("yes", _("Yes, for this"), "check"), ("no", _("No, something else"), "x")),
    PASSED: (("came", _("They came"), "user-check"), ("missed", _("They did not come"), "user-x")),
    MISSING: (("stands", _("It stands"), "check"), ("cancelled", _("It was cancelled"), "x")),
}


@dataclass(frozen=True)
class Asked:
    """One question: of one reminder, or of what became of an appointment, whichever reminders it had answered."""

    question: Question
    reminders: Sequence[Reminder]

    @property
    def is_nameless(self) -> bool:
        """Whether it is asked what for, and not what became of it."""
        return bool(self.question.because == NAMELESS)

    @property
    def whom(self) -> str:
        """The animal and its owner."""
        return ", ".join(filter(None, [self.animal_name, self.reminders[0].client.full_name]))

    @property
    def animal_name(self) -> str:
        """Of what it is asked; empty for something of the client's own."""
        animal = self._animal
        return (animal.name or gettext("no name")) if animal else ""

    @property
    def _animal(self) -> Any:
        what = self.question.appointment or self.question.visit
        return what.animal if what else self.reminders[0].animal

    @property
    def answers(self) -> Sequence[tuple[str, Any, str]]:
        """What can be said of it at once: code, words, icon."""
        return ANSWERS[self.question.because]

    @property
    def sentence(self) -> str:
        """What is asked, with the day and what the reminders are about."""
        visit, booked = self.question.visit, self.question.appointment
        kinds = ", ".join(dict.fromkeys(detail.kind(each) for each in self.reminders))
        if visit or not booked:
            day = filters.day_long(visit.visited_on) if visit else ""
            return gettext("Visit of %(day)s, without a reason. Was it for this: %(kind)s?", day=day, kind=kinds)
        said = {"day": filters.day_long(booked.starts_at), "hour": filters.hour(booked.starts_at), "kind": kinds}
        sentences = {
            NAMELESS: gettext(
                "Appointment on %(day)s at %(hour)s, without a reason. Is it for this: %(kind)s?", **said
            ),
            PASSED: gettext(
                "The appointment of %(day)s at %(hour)s (%(kind)s) passed, and no visit is known. Did they come?",
                **said,
            ),
            MISSING: gettext(
                "The practice software no longer lists the appointment of %(day)s at %(hour)s (%(kind)s).", **said
            ),
        }
        return str(sentences[self.question.because])


def count(client_id: int | None = None) -> Any:
    """The SELECT of how many stand, of this client if one is named."""
    return Question.select(fn.COUNT(Question.id)).join(Reminder).where(STANDS, *_of(client_id))


def _of(client_id: int | None) -> list[Any]:
    return [] if client_id is None else [Reminder.client == client_id]


def standing(limit: int = MOST, *, client_id: int | None = None) -> list[Asked]:
    """The first of them, of this client if one is named; one statement. What became of an appointment is asked once,
    and once of a whole group what something was for."""
    of_appointment, of_visit = Animal.alias("booked"), Animal.alias("seen")
    found = (
        Question.select(
            Question, Reminder, ReminderType, Answering.group_name, Client, Animal,
            Appointment, of_appointment, Visit, of_visit,
        )
        .join(Reminder)
        .join(ReminderType)
        .join(Answering, JOIN.LEFT_OUTER, on=(Answering.type == ReminderType.id), attr="answering")
        .switch(Reminder)
        .join(Client)
        .switch(Reminder)
        .join(Animal, JOIN.LEFT_OUTER, on=Reminder.animal)
        .switch(Question)
        .join(Appointment, JOIN.LEFT_OUTER)
        .join(of_appointment, JOIN.LEFT_OUTER, on=(Appointment.animal == of_appointment.id), attr="animal")
        .switch(Question)
        .join(Visit, JOIN.LEFT_OUTER)
        .join(of_visit, JOIN.LEFT_OUTER, on=(Visit.animal == of_visit.id), attr="animal")
        .where(STANDS, *_of(client_id))
        .order_by(Question.asked_at, Question.id)
        .limit(MOST)
    )  # fmt: skip
    together: dict[tuple[Any, ...], list[Question]] = {}
    for each in found:
        key: tuple[Any, ...] = (each.appointment_id, each.visit_id, each.because)
        if each.because == NAMELESS:
            said = getattr(each.reminder.type, "answering", None)
            key += ((said and said.group_name) or each.id,)
        together.setdefault(key, []).append(each)
    return [Asked(some[0], [each.reminder for each in some]) for some in list(together.values())[:limit]]


def find(question_id: int) -> Question | None:
    """The question, settled or not."""
    return Question.get_or_none(Question.id == question_id)
