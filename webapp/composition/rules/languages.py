"""Those who read a language in which nothing is written: told in the other one, or left out."""

from collections.abc import Mapping
from dataclasses import replace

from webapp.composition.rules.grouping import NO_WORDING, Composition, Group

# What a person decides about them. English-speaking clients may be told in French; nobody is told in English only
# (Charter of the French language, section 5).
ASK, OTHER, OUT = "", "other", "out"
DECISIONS = (ASK, OTHER, OUT)


def decided(composition: Composition, *, unwritten: Mapping[int, str], decision: str) -> Composition:
    """The same where nothing is decided, or everything is written; `unwritten`: of each text that has one, the language
    without a wording."""

    def concerned(group: Group) -> bool:
        return unwritten.get(group.text) == group.language

    if decision == OTHER:
        groups = tuple(
            replace(each, language="fr") if each.language == "en" and concerned(each) else each
            for each in composition.groups
        )
        return replace(composition, groups=groups)
    if decision != OUT or not unwritten:
        return composition
    out = [
        each._replace(why_not=NO_WORDING)
        for group in composition.groups
        if concerned(group)
        for each in group.candidates
    ]
    left_out = {**composition.left_out, NO_WORDING: out} if out else composition.left_out
    kept = tuple(group for group in composition.groups if not concerned(group))
    return replace(composition, groups=kept, left_out=left_out)
