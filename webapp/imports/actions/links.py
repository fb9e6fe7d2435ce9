"""What persons have said of rows that may be several's, and what still waits for them to say."""

from collections import defaultdict

from webapp import db
from webapp.imports.queries.links import OPEN
from webapp.imports.rules.links import ANIMAL, CLIENT, Answer, Asked, Question

_WAITING = f'SELECT l.kind, l."key", l.asked, l.value, l.beside, l.client_id FROM doubtful_link l WHERE {OPEN}'


class Links:
    """As it stands before a file is read."""

    def __init__(self) -> None:
        self.answers: dict[Question, Answer] = {}
        for asked, plain, beside, *said in db.rows(
            "SELECT asked, plain, beside, answer, client_id, animal_id FROM link_answer"
        ):
            self.answers[Question(asked, plain, beside)] = Answer(*said)
        self.waiting: defaultdict[str, dict[str, Asked]] = defaultdict(dict)  # by kind and key
        for kind, key, asked, value, beside, client in db.rows(_WAITING):
            self.waiting[kind][key] = Asked(asked, value, beside, client if asked == ANIMAL else None)

    def answer(self, asked: Asked) -> Answer | None:
        """What was said of just this."""
        return self.answers.get(asked.question) if self.answers else None

    @property
    def names(self) -> set[str]:
        """What stood for clients where a person had to say who was meant: it means nobody by itself from then on."""
        return {question.plain for question in self.answers if question.asked == CLIENT}
