"""Why an animal or a client may be held: the codes that a hold's `reason` has."""

NAME = "name"  # the name itself says it: "Rex (décédé)", "Succession Dubé"
LIFE = "life"  # a value speaks of life or death and cannot be read
CONTACT = "contact"  # a value speaks of refusal, departure or inactivity and cannot be read
DEATH_DENIED = "death_denied"  # a date of death stands beside a flag that says that the animal lives
UNREAD = "unread"  # a column that is not read speaks of death, departure or refusal
SOLD = "sold"  # an item was sold that means death
SAID_DECEASED, SAID_GONE = "said_deceased", "said_gone"  # somebody who called said so
SAID = (SAID_DECEASED, SAID_GONE)

# What a person answers, of an animal and of a client.
DECEASED, GONE, NOTHING = "deceased", "gone", "nothing"
REFUSE, CONTACT_AGAIN = "refuse", "contact"
OF_ANIMAL, OF_CLIENT = (DECEASED, GONE, NOTHING), (REFUSE, CONTACT_AGAIN)
EACH_ITS_OWN = (NAME, DEATH_DENIED, *SAID)  # every record has a value of its own: the column makes the group
ONE_BY_ONE = 4  # so few of a group are shown each by itself
KEPT_DAYS = 30  # that an answer is shown, to be taken back
