"""Words that stand for something: yes and no, male and female, languages, the states of an appointment, species.

Each table is keyed by the folded word without points. A word that is not in it is doubtful.
"""

import re
from collections.abc import Collection

from webapp import text

MOST = 400  # different words of a column; one with more is no list of codes

_SPACES = re.compile(r"\s+")
_TAIL = re.compile(r"\s*[(\[{/,;:|–—].*|\s+-\s.*")


def key(value: str) -> str:
    """How a word is looked up."""
    return _SPACES.sub(" ", text.fold(value).replace(".", "")).strip()


def head(word: str) -> str:
    """A word without what stands behind it in brackets, or as another word for it: "canine (dog)", "chien/dog"."""
    return _TAIL.sub("", word) or word


def _table(**meanings: str) -> dict[str, str]:
    return {word.strip(): meaning for meaning, words in meanings.items() for word in words.split(",")}


_YES = (
    "o,oui,y,yes,1,v,vrai,true,t,x,actif,active,on,coche,cochee,✓,✔,ok,ja,si,accepte,acceptee,accepted,d'accord,"
    "opt-in,opt in,optin,consent,consenti,inscrit,subscribed,abonne,toujours,always"
)
_NO = (
    "n,non,no,0,f,faux,false,inactif,inactive,off,nein,stop,arret,refus,refuse,refusee,refused,opt-out,opt out,optout,"
    "desabonne,desabonnee,desinscrit,desinscrite,unsubscribed,unsubscribe,declined,decline,jamais,never,"
    "ne veut pas,ne pas,do not,aucun,aucune,none,plus jamais,retire,retiree"
)
YES_NO: dict[str, bool] = {**dict.fromkeys(_YES.split(","), True), **dict.fromkeys(_NO.split(","), False), "-1": True}

_ACTIVE_WORDS_TEXT = (
    "a,actif,active,courant,courante,current,client,ouvert,open,regulier,reguliere,regular,vip,en regle"
)
_ACTIVE_WORDS = frozenset(_ACTIVE_WORDS_TEXT.split(","))
_GONE = re.compile(
    r"\b(?:inacti\w*|parti\w*|demenage\w*|moved|left|gone|archiv\w*|supprim\w*|delet\w*|ferme\w*|closed|ancien\w*|former|"
    r"transfer\w*|decede\w*|deceased|dead|dcd|mort|morte|succession|autre clinique|ex-client|suspend\w*|banni\w*|"
    r"banned|mauvais payeur|bad debt|merged|fusionn\w*|ne pas contacter|do not contact|verzogen|dormant\w*|"
    r"perdu\w*|lost)\b"
)


def active(value: str) -> bool | None:
    """Whether a person is a client, by a flag or by what became of them; None where that cannot be read."""
    word = key(value)
    if word in _ACTIVE_WORDS:
        return True
    if word in YES_NO:
        return YES_NO[word]
    return None if re.search(r"\b(?:non|not|pas|no)\b", word) or not _GONE.search(word) else False


LANGUAGES = _table(
    fr="f,fr,fra,fre,francais,francaise,french,fr-ca,fr_ca,fr-fr",
    en="a,e,en,eng,ang,an,anglais,anglaise,english,en-ca,en_ca,en-us",
)

STATUSES = _table(
    planned="prevu,prevue,planifie,planifiee,planned,scheduled,booked,reserve,a venir,open,ouvert,nouveau,new,"
    "tentative,pending,en attente,non confirme,unconfirmed,p,agende,fixe",
    confirmed="confirme,confirmee,confirmed,c,conf,reminded",
    arrived="arrive,arrivee,arrived,checked in,check-in,checked-in,en salle,present,presente,in,admitted,in progress,"
    "en cours",
    done="fait,faite,done,termine,terminee,completed,complete,complet,checked out,check-out,checked-out,"
    "honore,paye,billed,facture,effectue",
    missed="absent,absente,manque,manquee,missed,no show,no-show,noshow,ne s'est pas presente,non presente,"
    "did not show,nsp,ns,dna,did not attend,pas venu,pas venue,lapin",
    cancelled="annule,annulee,cancelled,canceled,cancel,x,supprime,supprimee,deleted,reporte,reportee,reporte a,"
    "deplace,deplacee,remis,remise,replanifie,rescheduled,postponed,rebooked,moved,void,voided,liste d'attente,"
    "waiting list,waitlist,wait list,on waitlist,refuse,rejected,declined,expired,expire",
)
# Whatever stands beside such a word, nobody is expected.
_CANCELLING = re.compile(
    r"\b(?:annul\w*|cancel\w*|supprim\w*|delet\w*|report(?:e|ee|er)|deplacee?|resched\w*|rebook\w*|postpon\w*|void\w*|"
    r"wait ?list\w*|waiting list|liste d'attente|remis(?:e)? a)\b"
)
_MISSING = re.compile(r"\b(?:no[ -]?show\w*|pas presentee?|absente?|nsp|did not (?:show|attend|come)|pas venue?)\b")
_DENIED = re.compile(r"\b(?:non|not|un|pas|sans|never)\b[ -]*(?:ete )?(?:annul|cancel|supprim|delet|report|resched)")

UNCLEAR = "unclear"  # the status of an appointment that nobody can read


def status(value: str) -> str:
    """The state of an appointment; UNCLEAR where no word of it is known."""
    word = key(value)
    found = STATUSES.get(word)
    if found is None and not _DENIED.search(word):
        if _CANCELLING.search(word):
            return "cancelled"
        if _MISSING.search(word):
            return "missed"
        found = STATUSES.get(head(word))
    return found or UNCLEAR


def beside(numbers: Collection[str], texts: Collection[str], place: int) -> int:
    """Which column says the state of appointments: the one at `place`, unless it holds `numbers` and `texts` beside it
    are their words."""
    written = {each for each in texts if each.strip()}
    known = [each for each in written if status(each) != UNCLEAR]
    if any(each and not each.strip().isdigit() for each in numbers):
        return place
    return place + 1 if set(numbers) - {""} and known and 2 * len(known) >= len(written) <= MOST else place


REMINDER_STATUSES = _table(
    to_do="a faire,todo,to do,ouvert,open,en attente,pending,non envoye,not sent,actif,active,du,due,overdue,en retard,"
    "non fait,planifie,scheduled,nouveau,new,upcoming,a venir,outstanding,en cours,in progress",
    done="fait,faite,envoye,envoyee,sent,done,contacte,contactee,contacted,avise,avisee,notified,imprime,printed",
    answered="repondu,repondue,answered,rdv pris,rdv,rendez-vous pris,rendez-vous,booked,appointment,appointment made",
    visited="visite,vu,vue,visited,seen,complete,completee,completed,termine,terminee,honore,ferme,fermee,closed,recu,"
    "given,satisfied,administre,administree",
    cancelled="annule,annulee,cancelled,canceled,cancel,x,supprime,supprimee,deleted,inactif,inactive,suspendu,"
    "suspendue,suspended,decline,declined,stop,stopped,arrete,arretee,void,voided,expired,expire,ignore,ignored",
)
# A reminder that the software closed because of the animal or of its owner.
_CLOSING = re.compile(
    r"\b(?:decede\w*|deces|deceased|dead|died|mort\w*|dcd|pts|euthan\w*|refus\w*|declin\w*|ne veut p\w+|no longer|"
    r"desabonne\w*|desinscri\w*|unsubscri\w*|opt(?:ed)?[ -]?out|do not|ne pas|parti\w*|demenage\w*|moved|transfer\w*|"
    r"annul\w*|cancel\w*|supprim\w*|delet\w*|suspend\w*|stop\w*|inactif\w*|inactive|autre clinique|other clinic)\b"
)


def reminder_status(value: str) -> str | None:
    """What became of a reminder; None where no word of it is known."""
    word = key(value)
    found = REMINDER_STATUSES.get(word)
    if found is None and _CLOSING.search(word):
        return "cancelled"
    return found or REMINDER_STATUSES.get(head(word))


PRODUCT_OR_SERVICE = _table(
    product="p,prod,produit,produits,product,products,inventory,inventaire,inv,i,item,items,article,articles,stock,"
    "medication,medicament,medicaments,bien,biens,good,goods,marchandise,merchandise,retail",
    service="s,serv,svc,service,services,acte,actes,procedure,procedures,treatment,traitement,labour,labor,honoraires,"
    "prestation,prestations,fee,fees",
)
