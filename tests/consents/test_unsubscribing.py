from __future__ import annotations

from webapp.consents.rules import unsubscribing


def test_it_knows_again_who_wants_no_more() -> None:
    def sign(text: str) -> str:
        return {"12.care": "ABCDEFGHIJKLMNOP"}.get(text, "ZZZZZZZZZZZZZZZZ")

    token = unsubscribing.token(12, "care", sign)
    assert token == "12.care.ABCDEFGHIJKLMNOP"
    assert unsubscribing.read(f"Re: Désabonner {token}, merci", sign) == (12, "care")
    assert unsubscribing.read("Désabonner 13.care.ABCDEFGHIJKLMNOP", sign) is None
    assert unsubscribing.read("Bonjour", sign) is None
    link = unsubscribing.mailto("rappels@clinique.ca", "fr", token)
    assert link == "mailto:rappels@clinique.ca?subject=D%C3%A9sabonner%2012.care.ABCDEFGHIJKLMNOP"
