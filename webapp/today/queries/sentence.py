"""The spoken head of the page: exact numbers, each a link to what it counts."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from webapp import filters
from webapp.today import rules


@dataclass(frozen=True)
class Part:
    """A few words of the sentence, and where on the page they lead."""

    words: str
    url: str


def parts(*, today: rules.Day, tomorrow: rules.Day, matters: int, calls: int = 0) -> list[Part]:
    """What there is to say, whom to contact first; nothing for what is none. `matters` and `calls` are numbers."""
    found = []
    if calls:
        words = ngettext("%(n)s client to contact", "%(n)s clients to contact", calls, n=_n(calls))
        found.append(Part(words, "#joindre"))
    if today.count and today.over:
        words = ngettext(
            "%(n)s appointment left today", "%(n)s appointments left today", today.count, n=_n(today.count)
        )
        found.append(Part(words, "#rendez-vous"))
    elif today.count:
        words = ngettext("%(n)s appointment today", "%(n)s appointments today", today.count, n=_n(today.count))
        found.append(Part(words, "#rendez-vous"))
    if tomorrow.count and today.count:
        found.append(Part(gettext("%(n)s tomorrow", n=_n(tomorrow.count)), "#demain"))
    elif tomorrow.count:
        words = ngettext(
            "%(n)s appointment tomorrow", "%(n)s appointments tomorrow", tomorrow.count, n=_n(tomorrow.count)
        )
        found.append(Part(words, "#demain"))
    if matters:
        found.append(
            Part(ngettext("%(n)s thing to settle", "%(n)s things to settle", matters, n=_n(matters)), "#regler")
        )
    return found


def there_is(*, today: rules.Day, tomorrow: rules.Day, matters: int, calls: int = 0) -> str:
    """The verb, which agrees with what comes first: `calls`, `today`, `tomorrow`, then `matters`."""
    return ngettext("There is", "There are", calls or today.count or tomorrow.count or matters)


def _n(count: int) -> str:
    return filters.number(count)
