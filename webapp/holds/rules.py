"""Why an animal or a client may be held: the codes that a hold's `reason` has."""

NAME = "name"  # the name itself says it: "Rex (décédé)", "Succession Dubé"
LIFE = "life"  # a value speaks of life or death and cannot be read
CONTACT = "contact"  # a value speaks of refusal, departure or inactivity and cannot be read
DEATH_DENIED = "death_denied"  # a date of death stands beside a flag that says that the animal lives
UNREAD = "unread"  # a column that is not read speaks of death, departure or refusal
SOLD = "sold"  # an item was sold that means death
