"""Words that stand for something: yes and no, male and female, languages, the states of an appointment, species.

Each table is keyed by the folded word without points. A word that is not in it is doubtful.
"""

import re

from webapp import text

_SPACES = re.compile(r"\s+")


def key(value: str) -> str:
    """How a word is looked up."""
    return _SPACES.sub(" ", text.fold(value).replace(".", "")).strip()


def _table(**meanings: str) -> dict[str, str]:
    return {word.strip(): meaning for meaning, words in meanings.items() for word in words.split(",")}


_YES = "o,oui,y,yes,1,v,vrai,true,t,x,actif,active,on,coche,✓,✔,ok"
_NO = "n,non,no,0,f,faux,false,-,inactif,inactive,off"
YES_NO: dict[str, bool] = {**dict.fromkeys(_YES.split(","), True), **dict.fromkeys(_NO.split(","), False), "-1": True}

LANGUAGES = _table(
    fr="f,fr,fra,fre,francais,francaise,french,fr-ca,fr_ca,fr-fr",
    en="a,e,en,eng,ang,an,anglais,anglaise,english,en-ca,en_ca,en-us",
)

# The sex, and whether the word says that the animal is neutered.
_SEX_WORDS = _table(
    M="m,male,h,mi,entier,intact male,male intact,male entier,im,etalon,taureau",
    F="f,femelle,female,fi,intact female,female intact,femelle intacte,if,jument,vache",
    MN="mn,mc,cm,nm,m/n,m/c,mcn,male castre,castre,male neutered,neutered male,castrated male,male castrated,neutered,"
    "male sterilise,hongre,gelding",
    FS="fs,sf,f/s,fn,fc,fst,femelle sterilisee,sterilisee,female spayed,spayed female,spayed,female neutered",
    unknown="u,i,inconnu,inconnue,unknown,?,non determine,indetermine,unspecified,nd,na,n/a",
)
_SEX_MEANS: dict[str, tuple[str | None, bool | None]] = {
    "M": ("M", None), "F": ("F", None), "MN": ("M", True), "FS": ("F", True), "unknown": (None, None),
}  # fmt: skip
SEXES = {word: _SEX_MEANS[meaning] for word, meaning in _SEX_WORDS.items()}

STATUSES = _table(
    planned="prevu,prevue,planifie,planifiee,planned,scheduled,booked,reserve,a venir,open,ouvert,nouveau,new,"
    "tentative,pending,en attente,non confirme,unconfirmed,p",
    confirmed="confirme,confirmee,confirmed,c,conf,reminded",
    arrived="arrive,arrivee,arrived,checked in,check-in,checked-in,en salle,present,presente,in,admitted,in progress,"
    "en cours",
    done="fait,faite,done,termine,terminee,completed,complete,complet,checked out,check-out,checked-out,"
    "honore,paye,billed,facture,effectue",
    missed="absent,absente,manque,manquee,missed,no show,no-show,noshow,ne s'est pas presente,non presente,"
    "did not show",
    cancelled="annule,annulee,cancelled,canceled,cancel,x,supprime,deleted",
)

REMINDER_STATUSES = _table(
    to_do="a faire,todo,to do,ouvert,open,en attente,pending,non envoye,not sent,actif,active,du,due,overdue,en retard,"
    "non fait,planifie,scheduled,nouveau,new",
    done="fait,faite,envoye,envoyee,sent,done,contacte,contactee,contacted,avise,avisee,notified,imprime,printed",
    answered="repondu,repondue,answered,rdv pris,rdv,rendez-vous pris,rendez-vous,booked,appointment,appointment made",
    visited="visite,vu,vue,visited,seen,complete,completee,completed,termine,terminee,honore,ferme,fermee,closed,recu",
    cancelled="annule,annulee,cancelled,canceled,cancel,x,supprime,supprimee,deleted,inactif,inactive,suspendu,"
    "suspended,decline,declined",
)

PRODUCT_OR_SERVICE = _table(
    product="p,prod,produit,product,inventory,inventaire,i,item,article,stock,medication,medicament",
    service="s,serv,service,acte,procedure,treatment,traitement,labour,labor,honoraires",
)

# Words for the same species; which of them this clinic uses is for the database to say.
SPECIES: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split(","))
    for words in (
        "canin,canine,chien,chienne,chiens,dog,dogs,k9,k-9,can,c,chn",
        "felin,feline,chat,chatte,chats,cat,cats,fel,f,kat",
        "lapin,lapine,lagomorphe,lagomorph,rabbit,bunny,lap,oryctolagus",
        "furet,ferret,mustelide,fur",
        "oiseau,aviaire,avian,bird,birds,oiseaux,avi,psittacide",
        "rongeur,rodent,rongeurs,rodents",
        "cochon d'inde,cobaye,guinea pig,cavy",
        "hamster,hamsters",
        "rat,rats",
        "souris,mouse,mice",
        "gerbille,gerbil",
        "chinchilla,chinchillas",
        "reptile,reptiles,reptilien,reptilian",
        "tortue,turtle,tortoise,chelonien",
        "serpent,snake",
        "lezard,lizard",
        "poisson,fish",
        "equin,equine,cheval,horse,equ,jument,mare",
        "bovin,bovine,vache,boeuf,cow,cattle,bov",
        "ovin,ovine,mouton,sheep,brebis",
        "caprin,caprine,chevre,goat,cap",
        "porcin,porcine,cochon,porc,pig,swine,por",
        "poule,poulet,chicken,hen,volaille,poultry",
        "exotique,exotic,exotics,nac,autre exotique",
        "herisson,hedgehog",
        "amphibien,amphibian,grenouille,frog",
    )
)


def species_words(value: str) -> frozenset[str]:
    """Every word for the species that this word names; itself alone when it is of no known one."""
    word = key(value)
    return next((words for words in SPECIES if word in words), frozenset((word,)))
