"""What a clinic writes from the first day: for each of the four reminder types an e-mail, a text message, a letter and a
card, in French and in English, as the type's defaults.

Data only: the tables are 0003's, the types 0004's. The sentences hold for one animal or several, of any sex, with or
without a name: what changes stands in merge tags.
"""

from datetime import UTC, datetime

BUTTON = ("Prendre rendez-vous", "Book an appointment", "mailto:{{ clinique.courriel }}?subject={{ animal.nom }}")
KINDS = (
    ("email", "courriel", "e-mail"),
    ("sms", "texto", "text message"),
    ("letter", "lettre", "letter"),
    ("card", "carte", "card"),
)

EMAIL_END_FR = """Pour choisir un moment, répondez à ce courriel ou appelez-nous au {{ clinique.telephone }}. Si c’est déjà fait, dites-le-nous : nous mettrons le dossier à jour.

À bientôt,
{{ clinique.nom }}"""
EMAIL_END_EN = """To choose a time, reply to this e-mail or call us at {{ clinique.telephone }}. If it has already been done, let us know and we will update the file.

See you soon,
{{ clinique.nom }}"""
LETTER_END_FR = """Pour choisir un moment, appelez-nous au {{ clinique.telephone }}. Si c’est déjà fait, un coup de fil suffit : nous mettrons le dossier à jour.

Au plaisir de vous revoir,

{{ clinique.nom }}"""
LETTER_END_EN = """To choose a time, please call us at {{ clinique.telephone }}. If it has already been done, just let us know and we will update the file.

We look forward to seeing you,

{{ clinique.nom }}"""
CARD_END_FR = "Appelez-nous au {{ clinique.telephone }} pour choisir un moment."
CARD_END_EN = "Call us at {{ clinique.telephone }} to choose a time."
SMS_END_FR = "Rendez-vous : {{ clinique.telephone }}. STOP pour ne plus recevoir de textos."
SMS_END_EN = "To book: {{ clinique.telephone }}. Reply STOP to opt out."

ANTIPARASITIC_FR = """La protection {{ animal.de_nom }} contre les parasites est à renouveler. La date recommandée est le {{ rappel.echeance }}.

Les puces, les tiques et le ver du cœur reviennent dès que le temps se réchauffe. Un traitement donné au bon moment protège {{ animal.votre_animal }} et le reste de la maison : certains de ces parasites se transmettent aux humains, surtout aux jeunes enfants.

Selon le cas, une petite prise de sang peut être nécessaire avant de commencer. Nous vous le dirons."""
ANTIPARASITIC_EN = """{{ animal.de_nom }} protection against parasites is due for renewal. The recommended date is {{ rappel.echeance }}.

Fleas, ticks and heartworm come back as soon as the weather warms up. A treatment given at the right time protects {{ animal.votre_animal }} and the rest of the household: some of these parasites can be passed on to people, young children above all.

In some cases a small blood test is needed first. We will let you know."""
VACCINATION_FR = """{{ animal.nom }} {{ doit_doivent }} recevoir {{ son_leur }} vaccin. La date recommandée est le {{ rappel.echeance }}.

Un vaccin à jour protège {{ animal.votre_animal }} contre des maladies graves. Il protège aussi votre famille : la rage, par exemple, se transmet aux humains.

Nous profitons toujours de la visite pour faire un examen et répondre à vos questions."""
VACCINATION_EN = """{{ animal.nom }} {{ doit_doivent }} to be vaccinated. The recommended date is {{ rappel.echeance }}.

An up-to-date vaccine protects {{ animal.votre_animal }} from serious diseases. It protects your family too: rabies, for one, can be passed on to people.

We always take the time to do an examination during the visit and to answer your questions."""
EXAM_FR = """C’est le temps de l’examen annuel {{ animal.de_nom }}. La date recommandée est le {{ rappel.echeance }}.

Les animaux cachent souvent leurs malaises. Une fois par année, nous vérifions le poids, les dents, le cœur, la peau et les articulations. Ce qui commence se soigne mieux quand on le voit tôt.

Notez vos questions : l’alimentation, l’humeur, les habitudes. C’est le bon moment pour en parler."""
EXAM_EN = """It is time for {{ animal.de_nom }} annual exam. The recommended date is {{ rappel.echeance }}.

Animals are good at hiding discomfort. Once a year we check the weight, teeth, heart, skin and joints. What is found early is easier to treat.

Write down your questions about food, mood or habits. It is the right time to talk about them."""
COURTESY_FR = """Nous voulions prendre des nouvelles {{ animal.de_nom }}.

Si tout va bien, tant mieux : vous n’avez rien à faire. Si quelque chose vous inquiète, ou si une question vous est venue depuis votre passage, nous sommes là."""
COURTESY_EN = """We are writing to ask how {{ animal.nom }} {{ est_sont }} doing.

If all is well, we are glad, and there is nothing you need to do. If something worries you, or if you have thought of a question since your visit, we are here."""

# code → names, subjects, the middle of e-mail and letter, the card, the text message; French, then English
TEXTS = {
    "antiparasitic": (
        ("Antiparasitaire", "Anti-parasite"),
        ("La protection {{ animal.de_nom }} contre les parasites", "{{ animal.de_nom }} protection against parasites"),
        (ANTIPARASITIC_FR, ANTIPARASITIC_EN),
        (
            "La protection {{ animal.de_nom }} contre les puces, les tiques et le ver du cœur est à renouveler.",
            "{{ animal.de_nom }} protection against fleas, ticks and heartworm is due for renewal.",
        ),
        (
            "la protection {{ animal.de_nom }} contre les parasites est à renouveler.",
            "{{ animal.de_nom }} protection against parasites is due for renewal.",
        ),
    ),
    "vaccination": (
        ("Vaccination", "Vaccination"),
        ("C’est le temps de vacciner {{ animal.nom }}", "Time to vaccinate {{ animal.nom }}"),
        (VACCINATION_FR, VACCINATION_EN),
        ("C’est le temps de vacciner {{ animal.nom }}.", "It is time to vaccinate {{ animal.nom }}."),
        ("c’est le temps de vacciner {{ animal.nom }}.", "It is time to vaccinate {{ animal.nom }}."),
    ),
    "annual_exam": (
        ("Examen annuel", "Annual exam"),
        ("L’examen annuel {{ animal.de_nom }}", "{{ animal.de_nom }} annual exam"),
        (EXAM_FR, EXAM_EN),
        (
            "C’est le temps de l’examen annuel {{ animal.de_nom }}. Ce qu’on voit tôt se soigne mieux.",
            "It is time for {{ animal.de_nom }} annual exam. What is found early is easier to treat.",
        ),
        (
            "c’est le temps de l’examen annuel {{ animal.de_nom }}.",
            "It is time for {{ animal.de_nom }} annual exam.",
        ),
    ),
    "courtesy": (
        ("Courtoisie", "Courtesy"),
        ("Des nouvelles {{ animal.de_nom }}?", "How {{ est_sont }} {{ animal.nom }}?"),
        (COURTESY_FR, COURTESY_EN),
        (
            "Nous espérons que tout va bien du côté {{ animal.de_nom }}. Merci de votre confiance!",
            "We hope that all is well with {{ animal.nom }}. Thank you for your trust!",
        ),
        (
            "nous voulions prendre des nouvelles {{ animal.de_nom }}. Une question?",
            "We hope that all is well with {{ animal.nom }}. Any questions?",
        ),
    ),
}  # fmt: skip
# A courtesy message asks for nothing: no appointment, and its own last words.
COURTESY_ENDS = {
    "email": (
        "Répondez à ce courriel ou appelez-nous au {{ clinique.telephone }}.\n\nMerci de votre confiance,\n{{ clinique.nom }}",
        "Reply to this e-mail or call us at {{ clinique.telephone }}.\n\nThank you for your trust,\n{{ clinique.nom }}",
    ),
    "letter": (
        "Appelez-nous au {{ clinique.telephone }}.\n\nMerci de votre confiance,\n\n{{ clinique.nom }}",
        "Call us at {{ clinique.telephone }}.\n\nThank you for your trust,\n\n{{ clinique.nom }}",
    ),
    "card": (
        "Une question? Appelez-nous au {{ clinique.telephone }}.",
        "Any questions? Call us at {{ clinique.telephone }}.",
    ),
    "sms": (
        "Appelez-nous : {{ clinique.telephone }}. STOP pour ne plus recevoir de textos.",
        "Call us: {{ clinique.telephone }}. Reply STOP to opt out.",
    ),
}
ENDS = {
    "email": (EMAIL_END_FR, EMAIL_END_EN),
    "letter": (LETTER_END_FR, LETTER_END_EN),
    "card": (CARD_END_FR, CARD_END_EN),
    "sms": (SMS_END_FR, SMS_END_EN),
}


def whole(text, language):
    """A tag is not torn at the end of a line, nor a French colon."""
    text = text.replace("{{ ", "{{\u00a0").replace(" }}", "\u00a0}}")
    return text if language else text.replace(" :", "\u00a0:")


def body(code, kind, language):
    """The whole text of one template in one language (0 French, 1 English)."""
    _, _, middle, card, sms = TEXTS[code]
    end = (COURTESY_ENDS if code == "courtesy" else ENDS)[kind][language]
    if kind == "sms":
        colon = (" :", ":")[language]
        return whole(f"{{{{ clinique.nom }}}}{colon} {sms[language]} {end}", language)
    inside = card if kind == "card" else middle
    return whole("\n\n".join(["{{ appel }}", inside[language], end]), language)


def up(migrator, db):
    now = datetime.now(UTC).isoformat(" ", "microseconds")
    for code, (names, subjects, *_) in TEXTS.items():
        for kind, french, english in KINDS:
            db.execute_sql(
                "INSERT OR IGNORE INTO template (code, kind, name_fr, name_en, purpose, created_at) "
                "VALUES (?, ?, ?, ?, 'care', ?)",
                (f"{code}_{kind}", kind, f"{names[0]}, {french}", f"{names[1]}, {english}", now),
            )
            button = BUTTON if kind == "email" and code != "courtesy" else ("", "", "")
            subject = [whole(said if kind in ("email", "letter") else "", n) for n, said in enumerate(subjects)]
            db.execute_sql(
                "INSERT OR IGNORE INTO template_version (template_id, number, format, subject_fr, subject_en, body_fr, "
                "body_en, button_fr, button_en, button_url, saved_at) "
                "SELECT id, 1, 'text', ?, ?, ?, ?, ?, ?, ?, ? FROM template WHERE code = ?",
                (*subject, body(code, kind, 0), body(code, kind, 1), *button, now, f"{code}_{kind}"),
            )
        # A courtesy letter would be much for a good word: a card is posted.
        paper = "card" if code == "courtesy" else "letter"
        for column, kind in (("email", "email"), ("sms", "sms"), ("document", paper)):
            db.execute_sql(
                f"UPDATE reminder_type SET {column}_template_id = (SELECT id FROM template WHERE code = ?) "
                f"WHERE code = ? AND {column}_template_id IS NULL",
                (f"{code}_{kind}", code),
            )


def down(migrator, db):
    ours = ", ".join(f"'{code}_{kind}'" for code in TEXTS for kind, _, _ in KINDS)
    templates = f"SELECT id FROM template WHERE code IN ({ours})"
    versions = f"SELECT id FROM template_version WHERE template_id IN ({templates})"
    for column in ("email", "sms", "document"):
        db.execute_sql(
            f"UPDATE reminder_type SET {column}_template_id = NULL WHERE {column}_template_id IN ({templates})"
        )
    db.execute_sql(f"UPDATE mailing SET template_version_id = NULL WHERE template_version_id IN ({versions})")
    db.execute_sql(f"DELETE FROM template_version WHERE template_id IN ({templates})")
    db.execute_sql(f"DELETE FROM template WHERE code IN ({ours})")
