"""What can come of a call, as it is kept (models.contacts.Contact.result), in the order in which it is offered."""

BOOKED, REACHED, LEFT, NO_ANSWER = "booked", "reached", "left", "no_answer"
LATER, WRONG_NUMBER, REFUSED, NO_CALLS = "later", "wrong_number", "refused", "no_calls"
# In the order of the keys 1 to 8.
RESULTS = (BOOKED, REACHED, LEFT, NO_ANSWER, LATER, WRONG_NUMBER, REFUSED, NO_CALLS)
UNANSWERED = (LEFT, NO_ANSWER)
