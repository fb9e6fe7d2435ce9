"""Which names say more than a name."""

from __future__ import annotations

import pytest

from webapp.holds.rules.names import says_more, that_say_more

ANIMALS = """
Rex (décédé) | Rex DCD | † Minou | Minou † | Mia (decedee) | REX - DÉCÉDÉ | Rex dcd 2024-03
Rex *DECEASED* | Bella (dead)
Rex (mort) | Rex - mort | MORT - Rex | Rex morte | Mort: Rex | Léo PTS | Fido RIP | Fido (rip) | Fido, died 2023
Max euthanasié | Max (euth) | Rex (parti) | Rex - vendu | Luna (donnée) | Rex/perdu | Luna fallecida | Rex n’est plus
Rex inactif | INACTIVE Rex | NE PLUS APPELER Rex | zzz Rex | XXX-Rex | Rex + | Rex (+) | Kiki (décès)
Mimi gone | Rex (given away)
"""
CLIENTS = """
*** NE PAS CONTACTER | *** NE PAS CONTACTER Lavoie | Succession Dubé | INACTIF - Roy | Roy (inactif)
Estate of John Roy
The Estate of A. Roy | Roy Estate | DECEASED Roy | Luc Roy (décédé) | Roy, do not contact | Roy - ne plus appeler
DON'T CALL Roy | Roy (STOP) | Luce Adam - DÉMÉNAGÉE | Adam NO CALLS | Ancien client Roy | Roy (moved)
Liste noire Adam
Roy † | feu Jean Roy | Adam désabonnée | Roy NE PAS ENVOYER de courriel | Roy — parti | Jean Roy (feu)
No contactar Ruiz
"""
NEITHER = """
Morticia | Stella Decker | Parti Bleu | Lamort | Décès | Rex | Rip | Ripley | Mortimer | Dédé | Deadpool | Estelle
Saint-Mort | Perdita | Vendetta | Movida | Ferme Bélanger | Euthymia | Jean-Parti Roy | L’Heureux-Roy | Nonos
Successeur Roy | Dcdoggy | Inactivia | Mort | Parti | Max & Mia | Max + Mia | Contact | Appel | Stop | 3+
Noël | Lost
De la Morte Rouge | Bannister | Zzyzx | Partie de Campagne | Plus Belle | Noir et Pas Beau
"""


def each(table: str) -> list[str]:
    return [name.strip() for line in table.strip().splitlines() for name in line.split(" | ")]


@pytest.mark.parametrize("name", each(ANIMALS))
def test_it_takes_an_animals_name_at_its_word(name: str) -> None:
    assert says_more(name, animal=True)


@pytest.mark.parametrize("name", each(CLIENTS))
def test_it_takes_a_clients_name_at_its_word(name: str) -> None:
    assert says_more(name, animal=False)


@pytest.mark.parametrize("name", each(NEITHER))
def test_it_leaves_names_alone(name: str) -> None:
    assert not says_more(name, animal=True)
    assert not says_more(name, animal=False)


@pytest.mark.parametrize("name", ["Feu Follet", "Roy Real Estate", "Late Night", "Lise Mort", "Grand Parti"])
def test_it_knows_what_is_a_name_of_its_own_kind(name: str) -> None:
    assert not says_more(name, animal=name in ("Feu Follet", "Late Night"))


def test_it_finds_them_in_a_column() -> None:
    assert that_say_more(["Rex", "Rex DCD", "", "Mia", "Rex DCD"], animal=True) == [1, 4]
