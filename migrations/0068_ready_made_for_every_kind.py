"""Ready-made wordings for every kind of communication, in both languages, and what is said on the telephone.

Data only. What bears the code of one already stays as it is; a name that a clinic uses itself is left to it.
"""

from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path

SHIPPED = run_path(str(Path(__file__).with_name("0005_ready_made_templates.py")))
BUTTON, MEDIA = (
    SHIPPED["BUTTON"],
    {kind: (fr, en) for kind, fr, en in SHIPPED["KINDS"]} | {"script": ("téléphone", "telephone")},
)
NO_BUTTON = ("", "", "")
PHONE = "{{ clinique.telephone }}"
STOP = (" STOP pour cesser.", " Reply STOP to opt out.")
HEAD = ("{{ clinique.nom }} : ", "{{ clinique.nom }}: ")
ANSWER = (
    f"répondez à ce courriel ou appelez-nous au {PHONE}", f"reply to this e-mail or call us at {PHONE}",
)  # fmt: skip

# What the text messages of 0005 ended with, and end with: room for a longer name.
SHORTER = (
    ("Une question? Appelez-nous\u00a0: ", "Une question? "),
    ("STOP pour ne plus recevoir de textos.", "STOP pour cesser."),
    (
        "la protection {{\u00a0animal.de_nom\u00a0}} contre les parasites",
        "la protection antiparasitaire {{\u00a0animal.de_nom\u00a0}}",
    ),
)

PUPPIES_FR = """La première année, les vaccins se donnent en plusieurs visites, et c’est la série complète qui protège. La prochaine visite {{ animal.de_nom }} est prévue pour le {{ rappel.echeance }}.

C’est aussi le moment de parler de croissance, d’alimentation, de dents de lait, de propreté et de stérilisation. Nous pesons, nous regardons et nous répondons à toutes vos questions.

Apportez le carnet de vaccination si vous l’avez, et quelques gâteries : une bonne visite aujourd’hui rend les suivantes plus faciles."""
PUPPIES_EN = """In the first year vaccines are given over several visits, and it is the whole series that protects. {{ animal.de_nom }} next visit is planned for {{ rappel.echeance }}.

It is also the time to talk about growth, food, baby teeth, house training and spaying or neutering. We weigh, we look, and we answer all your questions.

Bring the vaccination record if you have it, and a few treats: a good visit now makes the next ones easier."""
SENIOR_FR = """Le temps passe plus vite pour nos animaux que pour nous : une de leurs années en vaut plusieurs des nôtres. C’est pourquoi nous proposons un bilan de santé plus souvent avec l’âge. Pour {{ animal.nom }}, la date recommandée est le {{ rappel.echeance }}.

Nous vérifions le poids, le cœur, les dents, les yeux et les articulations. Selon ce que nous voyons, une prise de sang ou une analyse d’urine complète le portrait.

Boire plus, manger moins, hésiter devant l’escalier, dormir ailleurs : notez ce qui a changé à la maison. Ces petits signes nous en disent long."""
SENIOR_EN = """Time goes by faster for our pets than for us: one of their years is worth several of ours. That is why we suggest a check-up more often as they age. For {{ animal.nom }}, the recommended date is {{ rappel.echeance }}.

We check the weight, heart, teeth, eyes and joints. Depending on what we see, a blood or urine test completes the picture.

Drinking more, eating less, hesitating at the stairs, sleeping somewhere else: write down what has changed at home. These small signs tell us a great deal."""
DENTAL_FR = """Il est temps de regarder les dents {{ animal.de_nom }}. La date recommandée est le {{ rappel.echeance }}.

Le tartre s’installe sans bruit : une haleine forte, une gencive rouge, une bouchée mâchée d’un seul côté. Un animal qui a mal aux dents continue souvent de manger, et c’est ce qui nous trompe.

À l’examen, nous voyons s’il faut un détartrage, des radiographies ou simplement de bonnes habitudes à la maison. Vous recevez une estimation avant toute intervention."""
DENTAL_EN = """It is time to look at {{ animal.de_nom }} teeth. The recommended date is {{ rappel.echeance }}.

Tartar builds up quietly: strong breath, a red gum, food chewed on one side only. An animal with a sore mouth often goes on eating, and that is what misleads us.

At the exam we see whether a cleaning, X-rays or simply good habits at home are needed. You receive an estimate before anything is done."""
GENERAL_FR = """Voici ce qui est à prévoir pour {{ animal.nom }} :

{{ rappels.liste }}

Nous profitons de chaque visite pour faire un examen et répondre à vos questions."""
GENERAL_EN = """This is what there is to plan for {{ animal.nom }}:

{{ rappels.liste }}

We use every visit to do an examination and to answer your questions."""

# Reminders: code → names, subjects, the middle of e-mail and letter, the card, the text message; French, then English.
REMINDERS = {
    "reminder": (
        ("Rappel", "Reminder"),
        ("Un rappel pour {{ animal.nom }}", "A reminder for {{ animal.nom }}"),
        (GENERAL_FR, GENERAL_EN),
        (
            "Voici ce qui est à prévoir pour {{ animal.nom }} :\n\n{{ rappels.liste }}",
            "This is what there is to plan for {{ animal.nom }}:\n\n{{ rappels.liste }}",
        ),
        ("{{ rappel.type }} à prévoir pour {{ animal.nom }}.", "A reminder for {{ animal.nom }}: {{ rappel.type }}."),
    ),
    "puppies": (
        ("Chiots et chatons", "Puppies and kittens"),
        ("Les prochains vaccins {{ animal.de_nom }}", "{{ animal.de_nom }} next vaccines"),
        (PUPPIES_FR, PUPPIES_EN),
        (
            "La suite des vaccins {{ animal.de_nom }} est prévue pour le {{ rappel.echeance }}. C’est la série complète qui protège.",
            "{{ animal.de_nom }} next vaccines are planned for {{ rappel.echeance }}. It is the whole series that protects.",
        ),
        ("la suite des vaccins {{ animal.de_nom }} est à prévoir.", "It is time for {{ animal.de_nom }} next vaccines."),
    ),
    "senior": (
        ("Animal âgé", "Senior pet"),
        ("Le bilan de santé {{ animal.de_nom }}", "{{ animal.de_nom }} senior check-up"),
        (SENIOR_FR, SENIOR_EN),
        (
            "Il est temps de prévoir le bilan de santé {{ animal.de_nom }}. Avec l’âge, un problème décelé tôt se soigne mieux.",
            "It is time to plan {{ animal.de_nom }} senior check-up. With age, what is found early is easier to treat.",
        ),
        ("le bilan de santé {{ animal.de_nom }} est à prévoir.", "It is time for {{ animal.de_nom }} senior check-up."),
    ),
    "dental": (
        ("Soins dentaires", "Dental care"),
        ("Les dents {{ animal.de_nom }}", "{{ animal.de_nom }} teeth"),
        (DENTAL_FR, DENTAL_EN),
        (
            "Il est temps de regarder les dents {{ animal.de_nom }}. Une bouche saine, c’est manger et jouer sans douleur.",
            "It is time to look at {{ animal.de_nom }} teeth. A healthy mouth means eating and playing without pain.",
        ),
        ("il est temps de regarder les dents {{ animal.de_nom }}.", "It is time to look at {{ animal.de_nom }} teeth."),
    ),
}  # fmt: skip

SECOND_CARD = (
    f"""{{{{ appel }}}}

Nous vous avons fait signe il y a quelque temps au sujet {{{{ animal.de_nom }}}}. Voici ce qui reste à prévoir :

{{{{ rappels.liste }}}}

Appelez-nous au {PHONE} pour choisir un moment. Si c’est déjà fait, dites-le-nous.""",
    f"""{{{{ appel }}}}

We contacted you some time ago about {{{{ animal.nom }}}}. This is what still needs to be planned:

{{{{ rappels.liste }}}}

Call us at {PHONE} to choose a time. If it has already been done, let us know.""",
)
FREE = (
    ("Pouvez-vous nous joindre?", "Could you get in touch with us?"),
    (
        """Nous aimerions vous parler et nous n’avons pas réussi à vous joindre. Pouvez-vous nous appeler au {{ clinique.telephone }}, au moment qui vous convient?

Rien d’inquiétant : il s’agit de mettre votre dossier à jour.

Merci et à bientôt,
{{ clinique.nom }}""",
        """We would like to speak with you and have not been able to reach you. Could you call us at {{ clinique.telephone }}, whenever it suits you?

Nothing to worry about: we only want to bring your file up to date.

Thank you, and see you soon,
{{ clinique.nom }}""",
    ),
)
# Papers of the till, which go with a document: subjects, then what is said of it; `%s` = where it is.
TILL = {
    "invoice": (
        ("Facture", "Invoice"),
        ("Votre facture", "Your invoice"),
        (
            f"""Vous trouverez votre facture %s.

Si un montant vous étonne ou si une question vous vient, appelez-nous au {PHONE} : nous regarderons cela ensemble.

Merci de votre confiance,
{{{{ clinique.nom }}}}""",
            f"""You will find your invoice %s.

If an amount surprises you or if you have a question, call us at {PHONE}: we will go through it with you.

Thank you for your trust,
{{{{ clinique.nom }}}}""",
        ),
    ),
    "statement": (
        ("État de compte", "Statement of account"),
        ("Votre état de compte", "Your statement of account"),
        (
            f"""Vous trouverez votre état de compte %s. Si vous avez payé ces derniers jours, merci : n’en tenez pas compte.

S’il reste un solde, vous pouvez le régler à la clinique ou par téléphone, au {PHONE}. Si le moment est difficile, parlez-nous-en : nous trouverons une façon de faire ensemble.

Merci de votre confiance,
{{{{ clinique.nom }}}}""",
            f"""You will find your statement of account %s. If you have paid in the last few days, thank you: please disregard it.

If there is a balance, you can settle it at the clinic or by telephone, at {PHONE}. If the timing is difficult, talk to us: we will find a way together.

Thank you for your trust,
{{{{ clinique.nom }}}}""",
        ),
    ),
    "estimate": (
        ("Estimation", "Estimate"),
        ("Votre estimation pour {{ animal.nom }}", "Your estimate for {{ animal.nom }}"),
        (
            f"""Vous trouverez %s l’estimation que vous nous avez demandée pour {{{{ animal.nom }}}}. Elle dit ce qui est prévu et ce qu’il pourrait en coûter; rien ne se fait sans votre accord.

Prenez le temps de la lire. Pour une question, ou pour choisir un moment, appelez-nous au {PHONE}.

À bientôt,
{{{{ clinique.nom }}}}""",
            f"""The estimate for {{{{ animal.nom }}}} that you asked for is %s. It says what is planned and what it could cost; nothing is done without your agreement.

Take the time to read it. For a question, or to choose a time, call us at {PHONE}.

See you soon,
{{{{ clinique.nom }}}}""",
        ),
    ),
}
ENCLOSED = {"email": ("en pièce jointe", "attached"), "letter": ("avec cette lettre", "enclosed")}
THANKS_FR = f"""Merci de nous avoir confié {{{{ animal.nom }}}}. Nous espérons que tout va bien depuis votre visite.

Une question, un doute, un médicament difficile à donner? Écrivez-nous ou appelez-nous au {PHONE}.

Une caresse de toute l’équipe,
{{{{ clinique.nom }}}}"""
THANKS_EN = f"""Thank you for trusting us with {{{{ animal.nom }}}}. We hope that all has been well since your visit.

A question, a doubt, a medication that is hard to give? Write to us or call us at {PHONE}.

A gentle pat from the whole team,
{{{{ clinique.nom }}}}"""
THANKS_CARD = (
    "Merci de nous avoir confié {{ animal.nom }}. C’est toujours un plaisir de vous voir.\n\nUne caresse de toute l’équipe,\n{{ clinique.nom }}",
    "Thank you for trusting us with {{ animal.nom }}. It is always a pleasure to see you.\n\nA gentle pat from the whole team,\n{{ clinique.nom }}",
)
CONDOLENCE_FR = """C’est avec beaucoup de peine que nous avons appris la mort {{ animal.de_nom }}.

Les soins, la patience, les gestes de tous les jours : nous en avons été témoins, et nous nous en souviendrons.

Il n’y a pas de bonne façon de vivre cette absence, ni de temps qu’il faudrait. Si vous aviez envie d’en parler, ou si une question vous restait, notre porte vous est ouverte.

Avec toute notre sympathie,

L’équipe {{ clinique.de_nom }}"""
CONDOLENCE_EN = """It is with great sadness that we learned of the loss of {{ animal.nom }}.

The care, the patience, the small things every day: we saw them, and we will remember them.

There is no right way to live with this absence, and no set time for it. If you would like to talk, or if a question stays with you, our door is open.

With our deepest sympathy,

The team at {{ clinique.nom }}"""
CONDOLENCE_CARD = (
    "Nos pensées vous accompagnent. Ici aussi, on se souviendra {{ animal.de_nom }}.\n\nAvec toute notre sympathie,\nL’équipe {{ clinique.de_nom }}",
    "Our thoughts are with you. {{ animal.nom }} will be remembered here too.\n\nWith our deepest sympathy,\nThe team at {{ clinique.nom }}",
)
BIRTHDAY = (
    "Aujourd’hui, c’est la fête {{ animal.de_nom }}! Nous vous souhaitons une belle journée, du temps pour jouer et de longues années ensemble.\n\nUne caresse de toute l’équipe,\n{{ clinique.nom }}",
    "Today we celebrate {{ animal.nom }}! We wish you a lovely day, time to play and many years together.\n\nA gentle pat from the whole team,\n{{ clinique.nom }}",
)
SCRIPT = (
    """Bonjour, je voudrais parler à {{ client.nom_complet }}. Ici {{ appelant.nom }}, {{ clinique.de_nom }}.

{{ appel.motifs }}

{{ appel.question }}""",
    """Hello, may I speak to {{ client.nom_complet }}? This is {{ appelant.nom }} from {{ clinique.nom }}.

{{ appel.motifs }}

{{ appel.question }}""",
)
SECOND_SCRIPT = (
    """Bonjour, je voudrais parler à {{ client.nom_complet }}. Ici {{ appelant.nom }}, {{ clinique.de_nom }}.

Nous vous avons fait signe il y a quelque temps; je voulais m’assurer que vous aviez bien reçu notre message.

{{ appel.motifs }}

Si c’est déjà fait, dites-le-moi : je mets le dossier à jour. {{ appel.question }}""",
    """Hello, may I speak to {{ client.nom_complet }}? This is {{ appelant.nom }} from {{ clinique.nom }}.

We contacted you some time ago; I wanted to make sure that you received our message.

{{ appel.motifs }}

If it has already been done, tell me and I will update the file. {{ appel.question }}""",
)


CONFIRMED_FR = f"""C’est noté : nous attendons {{{{ animal.nom }}}} le {{{{ rendezvous.debut }}}}.

Apportez le carnet de vaccination si vous l’avez, et arrivez quelques minutes à l’avance. Un chat voyage mieux dans sa cage de transport, et un chien en laisse.

Un empêchement? Dites-le-nous au {PHONE} : nous trouverons un autre moment, et la place servira à un autre animal.

À bientôt,
{{{{ clinique.nom }}}}"""
CONFIRMED_EN = f"""It is settled: we are expecting {{{{ animal.nom }}}} on {{{{ rendezvous.debut }}}}.

Bring the vaccination record if you have it, and come a few minutes early. A cat travels better in its carrier, and a dog on a leash.

Something came up? Tell us at {PHONE}: we will find another time, and the place will go to another animal.

See you soon,
{{{{ clinique.nom }}}}"""
NEAR_FR = f"""Un petit rappel : nous attendons {{{{ animal.nom }}}} le {{{{ rendezvous.debut }}}}.

Si quelque chose a changé depuis que vous avez pris ce rendez-vous, comme un médicament, une habitude ou une inquiétude, notez-le : nous en parlerons sur place.

Un empêchement? Appelez-nous au {PHONE} : nous trouverons un autre moment.

À bientôt,
{{{{ clinique.nom }}}}"""
NEAR_EN = f"""A small reminder: we are expecting {{{{ animal.nom }}}} on {{{{ rendezvous.debut }}}}.

If anything has changed since you made this appointment, such as a medication, a habit or a worry, write it down: we will talk about it when you come.

Something came up? Call us at {PHONE}: we will find another time.

See you soon,
{{{{ clinique.nom }}}}"""
# Without the hour: the clinic says it when it calls the day before.
SURGERY_FR = f"""Nous attendons {{{{ animal.nom }}}} le {{{{ rendezvous.jour }}}} pour {{{{ sa_leur }}}} chirurgie. Nous vous appellerons la veille pour convenir de l’heure d’arrivée.

**À jeun :** rien à manger à partir de minuit, pas même une gâterie. L’eau reste permise jusqu’au matin.

Pour un très jeune animal, un lapin, un cochon d’Inde, un oiseau ou un animal diabétique, appelez-nous d’abord : les consignes sont différentes.

- Un médicament à donner le matin? Demandez-nous avant.
- La veille, une promenade tranquille, puis la nuit à l’intérieur.
- Laissez-nous un numéro où vous joindre toute la journée.

Vomissements, toux, diarrhée, chaleurs : dites-le-nous au {PHONE} avant de venir.

Nous vous donnerons des nouvelles dès le réveil.

À bientôt,
{{{{ clinique.nom }}}}"""
SURGERY_EN = f"""We are expecting {{{{ animal.nom }}}} on {{{{ rendezvous.jour }}}} for {{{{ sa_leur }}}} surgery. We will call you the day before to agree on the time of arrival.

**Fasting:** nothing to eat from midnight on, not even a treat. Water is allowed until the morning.

For a very young animal, a rabbit, a guinea pig, a bird or a diabetic animal, call us first: the instructions are different.

- A medication to give in the morning? Ask us before.
- The day before, a quiet walk, then the night indoors.
- Leave us a number where we can reach you all day.

Vomiting, coughing, diarrhea, signs of heat: tell us at {PHONE} before you come.

We will give you news as soon as the anesthesia has worn off.

See you soon,
{{{{ clinique.nom }}}}"""


def greeted(text):
    return "{{ appel }}\n\n" + text


def sms(fr, en):
    return HEAD[0] + fr + STOP[0], HEAD[1] + en + STOP[1]


def booked(fr, en):
    return sms(f"{fr} Rendez-vous : {PHONE}.", f"{en} To book: {PHONE}.")


def reminders():
    """Each in four media, as 0005 wrote its own."""
    for code, (names, subjects, middle, card, short) in REMINDERS.items():
        for kind in ("email", "sms", "letter", "card"):
            ends = SHIPPED["ENDS"][kind]
            inside = card if kind == "card" else middle
            bodies = booked(*short) if kind == "sms" else [
                "\n\n".join(["{{ appel }}", inside[n], ends[n]]) for n in (0, 1)
            ]  # fmt: skip
            yield code, "reminder", kind, names, subjects, bodies, BUTTON if kind == "email" else NO_BUTTON


_SECOND, _FREE, _THANKS = (
    ("Deuxième contact", "Second contact"),
    ("Message libre", "Free message"),
    ("Remerciement", "Thank-you"),
)
_CONFIRMED = ("Confirmation de rendez-vous", "Appointment confirmation")
_NEAR, _SURGERY = ("Rappel de rendez-vous", "Appointment reminder"), ("Chirurgie", "Surgery")
_SORROW, _BIRTHDAY = ("Condoléances", "Condolences"), ("Anniversaire", "Birthday")
NONE = ("", "")
# Code, kind of communication, medium, names, subjects, bodies; French, then English.
OTHERS = (
    ("second_contact", "second_contact", "sms", _SECOND, NONE, sms(
        f"avez-vous pensé à {{{{ animal.nom }}}}? Pour prendre rendez-vous : {PHONE}.",
        f"We have not heard back about {{{{ animal.nom }}}}. To book: {PHONE}.",
    )),
    ("second_contact", "second_contact", "card", _SECOND, NONE, SECOND_CARD),
    ("second_contact", "second_contact", "script", _SECOND, NONE, SECOND_SCRIPT),
    ("reminder", "reminder", "script", ("Rappel", "Reminder"), NONE, SCRIPT),
    ("appointment_confirmation", "appointment_confirmation", "email", _CONFIRMED, (
        "Rendez-vous confirmé pour {{ animal.nom }}, le {{ rendezvous.jour }}",
        "Appointment confirmed for {{ animal.nom }}, {{ rendezvous.jour }}",
    ), (CONFIRMED_FR, CONFIRMED_EN)),
    ("appointment_confirmation", "appointment_confirmation", "sms", _CONFIRMED, NONE, sms(
        f"c’est noté pour {{{{ animal.nom }}}}, {{{{ rendezvous.debut }}}}. Changement? {PHONE}.",
        f"Confirmed for {{{{ animal.nom }}}}, {{{{ rendezvous.debut }}}}. Changes? {PHONE}.",
    )),
    ("appointment_reminder", "appointment_reminder", "email", _NEAR, (
        "Nous attendons {{ animal.nom }} le {{ rendezvous.jour }}",
        "We are expecting {{ animal.nom }} on {{ rendezvous.jour }}",
    ), (NEAR_FR, NEAR_EN)),
    ("appointment_reminder", "appointment_reminder", "sms", _NEAR, NONE, sms(
        f"nous attendons {{{{ animal.nom }}}} {{{{ rendezvous.debut }}}}. Changement? {PHONE}.",
        f"We expect {{{{ animal.nom }}}} on {{{{ rendezvous.debut }}}}. Changes? {PHONE}.",
    )),
    ("surgery", "surgery", "email", _SURGERY, (
        "La chirurgie {{ animal.de_nom }}, le {{ rendezvous.jour }}",
        "{{ animal.de_nom }} surgery, {{ rendezvous.jour }}",
    ), (SURGERY_FR, SURGERY_EN)),
    ("surgery", "surgery", "letter", _SURGERY, (
        "La chirurgie {{ animal.de_nom }}, le {{ rendezvous.jour }}",
        "{{ animal.de_nom }} surgery, {{ rendezvous.jour }}",
    ), (SURGERY_FR, SURGERY_EN)),
    ("surgery", "surgery", "sms", _SURGERY, NONE, sms(
        f"chirurgie {{{{ animal.de_nom }}}} {{{{ rendezvous.jour }}}}. Rien à manger après minuit. {PHONE}.",
        f"{{{{ animal.de_nom }}}} surgery: {{{{ rendezvous.jour }}}}. No food after midnight. {PHONE}.",
    )),
    ("free", "free", "email", _FREE, *FREE),
    ("free", "free", "letter", _FREE, *FREE),
    ("free", "free", "sms", _FREE, NONE, sms(
        f"pouvez-vous nous appeler au {PHONE} pour mettre votre dossier à jour? Merci!",
        f"Could you call us at {PHONE} to bring your file up to date? Thank you!",
    )),
    ("thanks", "thanks", "email", _THANKS, ("Merci de votre visite", "Thank you for your visit"), (THANKS_FR, THANKS_EN)),
    ("thanks", "thanks", "sms", _THANKS, NONE, sms(
        f"merci de nous avoir confié {{{{ animal.nom }}}}. Une question? {PHONE}.",
        f"Thank you for trusting us with {{{{ animal.nom }}}}. Any questions? {PHONE}.",
    )),
    ("thanks", "thanks", "card", _THANKS, NONE, THANKS_CARD),
    ("condolence", "condolence", "letter", _SORROW, NONE, (CONDOLENCE_FR, CONDOLENCE_EN)),
    ("condolence", "condolence", "card", _SORROW, NONE, CONDOLENCE_CARD),
    ("birthday", "birthday", "email", _BIRTHDAY, ("Bonne fête à {{ animal.nom }}!", "Happy birthday to {{ animal.nom }}!"), BIRTHDAY),
    ("birthday", "birthday", "card", _BIRTHDAY, NONE, BIRTHDAY),
    ("birthday", "birthday", "sms", _BIRTHDAY, NONE, sms(
        "joyeux anniversaire à {{ animal.nom }}, et une caresse de toute l’équipe!",
        "Happy birthday to {{ animal.nom }}, with a gentle pat from the whole team!",
    )),
)  # fmt: skip


def others():
    for *about, kind, names, subjects, bodies in OTHERS:
        said = bodies if kind in ("sms", "script") or "{{ appel }}" in bodies[0] else [greeted(each) for each in bodies]
        yield *about, kind, names, subjects, said, NO_BUTTON
    for code, (names, subjects, bodies) in TILL.items():
        for kind, where in ENCLOSED.items():
            said = [greeted(each % place) for each, place in zip(bodies, where, strict=True)]
            yield code, code, kind, names, subjects, said, NO_BUTTON


def everything():
    yield from reminders()
    yield from others()


PURPOSES = dict.fromkeys(
    ("invoice", "statement", "estimate", "appointment_confirmation", "appointment_reminder", "surgery"), "appointment"
)


def up(migrator, db):
    now = datetime.now(UTC).isoformat(" ", "microseconds")
    whole = SHIPPED["whole"]
    for code, communication, kind, names, subjects, bodies, button in everything():
        fr, en = (f"{name}, {medium}" for name, medium in zip(names, MEDIA[kind], strict=True))
        taken = "SELECT 1 FROM template WHERE kind = ? AND name_fr = ? AND archived_at IS NULL"
        if db.execute_sql(taken, (kind, fr)).fetchone():
            fr, en = f"{fr} (modèle)", f"{en} (model)"
        made = db.execute_sql(
            "INSERT OR IGNORE INTO template (code, kind, name_fr, name_en, purpose, created_at, communication) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (f"{code}_{kind}", kind, fr, en, PURPOSES.get(communication, "care"), now, communication),
        )
        if not made.rowcount:
            continue
        said = [whole(each, n) if kind in ("email", "letter") else "" for n, each in enumerate(subjects)]
        said += [whole(each, n) for n, each in enumerate(bodies)]
        db.execute_sql(
            "INSERT INTO template_version (template_id, number, format, subject_fr, subject_en, body_fr, body_en, "
            "button_fr, button_en, button_url, saved_at) "
            "SELECT id, 1, 'text', ?, ?, ?, ?, ?, ?, ?, ? FROM template WHERE code = ?",
            (*said, *button, now, f"{code}_{kind}"),
        )
        if communication != "reminder" or kind == "script":
            db.execute_sql("UPDATE OR IGNORE template SET is_default = 1 WHERE code = ?", (f"{code}_{kind}",))
    shorten(db)


# Only what nobody has touched, and nothing was sent with.
UNTOUCHED = (
    "number = 1 AND saved_by_id IS NULL AND template_id IN (SELECT id FROM template WHERE kind = 'sms' AND code IN "
    "('antiparasitic_sms', 'vaccination_sms', 'annual_exam_sms', 'courtesy_sms')) "
    "AND NOT EXISTS (SELECT 1 FROM template_version AS later WHERE later.template_id = template_version.template_id "
    "AND later.number > 1) "
    "AND NOT EXISTS (SELECT 1 FROM mailing WHERE mailing.template_version_id = template_version.id)"
)


def shorten(db, back=False):
    for pair in SHORTER:
        old, new = reversed(pair) if back else pair
        db.execute_sql(f"UPDATE template_version SET body_fr = replace(body_fr, ?, ?) WHERE {UNTOUCHED}", (old, new))


def down(migrator, db):
    shorten(db, back=True)
    ours = ", ".join(f"'{code}_{kind}'" for code, _, kind, *_ in everything())
    templates = f"SELECT id FROM template WHERE code IN ({ours})"
    versions = f"SELECT id FROM template_version WHERE template_id IN ({templates})"
    for column in ("email", "sms", "document"):
        db.execute_sql(
            f"UPDATE reminder_type SET {column}_template_id = NULL WHERE {column}_template_id IN ({templates})"
        )
    db.execute_sql(f"UPDATE mailing SET template_version_id = NULL WHERE template_version_id IN ({versions})")
    db.execute_sql(f"DELETE FROM template_version WHERE template_id IN ({templates})")
    db.execute_sql(f"DELETE FROM template WHERE code IN ({ours})")
