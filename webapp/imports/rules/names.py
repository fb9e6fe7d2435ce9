"""Whole names: who it is in one cell. What cannot be parted for sure stays whole, as the last name."""

import re
from dataclasses import dataclass

from webapp import text

FIRST, LAST = "first", "last"  # which of the two a column's header puts in front


@dataclass(frozen=True)
class Name:
    title: str
    first: str
    last: str


_TITLE = re.compile(
    r"((?:(?:m|mr|mme|mrs|mlle|ms|miss|mister|dr|dre|me|prof|sir|madame|monsieur|mademoiselle|herr|frau)\b\.?"
    r"(?:\s*(?:&|et|and|/|\+)\s*)?)+)\s+",
    re.I,
)
_LETTERS_BEHIND = re.compile(
    r",?\s+(?:dmv|d\.m\.v\.|dvm|md|m\.d\.|phd|ph\.d\.|dds|esq\.?|jr\.?|sr\.?|ing\.|avocate?|notaire|cpa|rn|tsa)\s*$",
    re.I,
)
_COMPANY = re.compile(
    r"\b(?:inc|ltee|ltd|limited|enr|senc|sencrl|s\.?e\.?n\.?c|cie|corp|llc|llp|gmbh|co\.|ferme|fermes|elevage|elevages|"
    r"chenil|chatterie|clinique|refuge|spca|spa|ecurie|ecuries|kennel|kennels|farm|farms|ranch|ville de|municipalite|"
    r"societe|association|fondation|foundation|centre|center|ecole|school|garage|hopital|hospital|zoo|animalerie|"
    r"pension|services|entreprise|entreprises|groupe|group|cooperative|coop|club|shelter|rescue|clinic|cattery|stable|"
    r"stables|residence|restaurant|banque|ministere|universite|compagnie|company|succession)\b"
)
# Words with which a last name begins.
_PARTICLES = frozenset(
    (
        "de", "du", "des", "d", "la", "le", "les", "l", "del", "della", "di", "da", "dos", "van", "von", "der",
        "den", "ter", "ten", "st", "ste", "saint", "sainte", "mac", "mc", "o", "el", "al", "ben", "bin",
        "vander",
    )
)  # fmt: skip
_COMMON = """
adam adele adrien agathe alain alan albert alex alexandra alexandre alexis alice aline amelie amy andre andrea
andree andrew angela angele ann anna anne annick annie anthony antoine ariane arthur audrey aurelie ashley barbara
beatrice benjamin benoit bernadette bernard betty bill bob brenda brian brigitte bruno camille carl carmen carol
carole caroline caterine catherine cathy cecile celine chantal charles charlotte chloe chris christian christiane
christine christopher christophe claire claude claudette claudia claudine clement colette constance corinne cynthia
cyril daniel daniele danielle danny david deborah denis denise diane dominic dominique donald donna dorothy edith
edward eleonore elaine elisabeth elise elizabeth emile emilie emily emma eric estelle etienne eve evelyne fabienne
felix fernand florence france francine francis franck francois francoise frank frederic gabriel gabrielle gaetan
gary gaston genevieve george georges gerald gerard germain ghislain ghislaine gilbert gilles gilberte gina ginette
gisele gloria greg guillaume guy guylaine gustave heather helen helene henri henry herve hubert hugo isabelle jack
jacinthe jacqueline jacques james jane janet jason jean jeanne jeff jennifer jeremie jerome jessica jim joan joanne
jocelyn jocelyne joe joel johanne john jonathan joseph josee joshua joyce judith judy julia julie julien karen
karine kathleen kathy kelly kenneth kevin kim kristina larry laura laurence laurent laurie lea leo leon leonard lily
linda line lisa lise lorraine louis louise luc lucie lucien lucille lynda lynn madeleine manon marc marcel margaret
marguerite maria marianne marie mariette marilyn marina mario marion mark marlene martha martin martine mary mathieu
matthew maude maurice maxime melanie melissa michael michel michele micheline michelle mike mireille monique mylene
myriam nadia nadine nancy natacha nathalie nicholas nicolas nicole noel noemie normand odette odile olivia olivier
pamela pascal pascale patrice patricia patrick paul paula pauline penelope peter philip philippe pierre pierrette
rachel ralph raphael raymond real rebecca rejean rejeanne remi rene renee richard rita rob robert roberta roch roger
roland ron ronald rose ruth ryan sabrina sam samantha samuel sandra sara sarah scott sebastien serge shirley simon
simone solange sonia sophie stephan stephane stephanie stephen steve steven suzanne suzie sylvain sylvie susan tanya
teresa therese thomas tim timothy tom tony valerie vanessa veronique vicky victor victoria vincent virginie viviane
walter wendy william yan yann yannick yolande yvan yves yvette yvon yvonne zoe
"""
_GIVEN = frozenset(_COMMON.split())


def without(whole: str, last: str) -> str:
    """A whole name, or the first one alone, without the last name that stands beside it."""
    if is_company(last) or is_company(whole):
        return ""
    rest = re.sub(rf"(?:^|[\s,]+){re.escape(last)}(?:$|[\s,]+)", " ", whole, count=1, flags=re.I)
    return " ".join(rest.split())


def is_company(whole: str) -> bool:
    """Whether it is no person's name."""
    return bool(_COMPANY.search(text.fold(whole)))


def part(whole: str, order: str = "") -> Name:
    """The parts of a whole name. `order` is what the header of its column says: FIRST, LAST or nothing."""
    whole = " ".join(whole.partition(":")[0].split())  # "Customer:Job" of a bookkeeper
    if is_company(whole):
        return Name("", "", whole)
    whole = _LETTERS_BEHIND.sub("", whole)
    title = ""
    if (found := _TITLE.match(whole)) and whole[found.end() :]:
        title, whole = " ".join(found[1].split()), whole[found.end() :]
    before, comma, after = (each.strip() for each in whole.partition(","))
    if comma and after:
        inner = _TITLE.match(f"{after} ")
        if inner and not after[inner.end() :]:  # "Roy, Mme"
            return Name(title or after, "", before)
        if (found := _TITLE.match(after)) and not title:
            title, after = " ".join(found[1].split()), after[found.end() :]
        return Name(title, after, before)
    words = before.split()
    split = _split(words, order, titled=bool(title))
    if split is None:
        return Name(title, "", before)
    first, last = split
    return Name(title, " ".join(first), " ".join(last))


def _split(words: list[str], order: str, *, titled: bool) -> tuple[list[str], list[str]] | None:
    """First and last names; None where it is not sure which is which."""
    if len(words) < 2:
        return None
    if order == LAST:
        at = _behind_particles(words)
        return words[at:], words[:at]
    loud = [len(word) > 2 and word.isupper() for word in words]
    if any(loud) and not all(loud):  # "ROY Luc", "Luc ROY"
        first = [word for word, is_last in zip(words, loud, strict=True) if not is_last]
        return first, [word for word, is_last in zip(words, loud, strict=True) if is_last]
    at = next((place for place, word in enumerate(words) if _is_particle(word)), 0)
    if at:
        return words[:at], words[at:]
    if _is_particle(words[0]):
        return None
    given = [_is_given(word) for word in words]
    if order == FIRST or titled or (given[0] and not given[-1]):
        return _given_first(words, given)
    if given[-1] and not given[0] and len(words) == 2:
        return words[1:], words[:1]
    return None


def _given_first(words: list[str], given: list[bool]) -> tuple[list[str], list[str]]:
    """ "Jean Paul Roy", "Marie & Luc Roy", "Anne Roy Gagnon": given names as far as they go."""
    at = 1
    while at < len(words) - 1 and (given[at] or words[at] in ("&", "et", "and") or words[at - 1] in ("&", "et", "and")):
        at += 1
    return words[:at], words[at:]


def _behind_particles(words: list[str]) -> int:
    at = 1
    while at < len(words) - 1 and _is_particle(words[at - 1]):
        at += 1
    return at


def _is_particle(word: str) -> bool:
    folded = text.fold(word)
    return folded.strip(".") in _PARTICLES or folded.startswith("d'")


def _is_given(word: str) -> bool:
    return all(each in _GIVEN for each in text.words(word)) and bool(text.words(word))


def order_of(header: str) -> str:
    """What a header says of the order: "Prénom Nom", "Last, First"."""
    words = [word for word in text.words(header) if word in ("prenom", "nom", "first", "last")]
    return {"prenom": FIRST, "first": FIRST}.get(words[0], LAST) if len(words) == 2 and len(set(words)) == 2 else ""
