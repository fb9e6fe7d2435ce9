"""What the demonstration clinic sells: some sixty products, some thirty services, and at what price which year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.demo.rules.rows import CategoryRow, ItemRow

PRODUCT, SERVICE = "product", "service"
RISE = 1.045  # a year

# key: kind, names, ledger code
CATEGORIES = {
    "vaccins": (PRODUCT, "Vaccins", "Vaccines", "4010"),
    "para": (PRODUCT, "Antiparasitaires", "Antiparasitics", "4020"),
    "med": (PRODUCT, "Médicaments", "Medication", "4030"),
    "food": (PRODUCT, "Nourriture", "Food", "4100"),
    "care": (PRODUCT, "Hygiène et accessoires", "Hygiene and accessories", "4200"),
    "exam": (SERVICE, "Examens et consultations", "Exams and consultations", "4300"),
    "surgery": (SERVICE, "Chirurgies", "Surgery", "4310"),
    "dental": (SERVICE, "Dentisterie", "Dentistry", "4320"),
    "lab": (SERVICE, "Analyses de laboratoire", "Laboratory tests", "4330"),
    "imaging": (SERVICE, "Imagerie", "Imaging", "4340"),
    "other": (SERVICE, "Autres services", "Other services", "4390"),
}

# code|fr|en|category|manufacturer|price this year|planogram|mark (x = invalid, g = only in groups)
PRODUCTS = """
VAC-RAGE-C|Vaccin rage chien (Defensor 3)|Rabies vaccine, dog (Defensor 3)|vaccins|Zoetis|39.50||
VAC-RAGE-F|Vaccin rage chat (Purevax)|Rabies vaccine, cat (Purevax)|vaccins|Boehringer|44.00||
VAC-CHIOT|Vaccin de base chiot (DHPP)|Puppy core vaccine (DHPP)|vaccins|Merck|46.00||
VAC-CH|Vaccin de base chien (DHPP)|Canine core vaccine (DHPP)|vaccins|Merck|48.50||
VAC-LEPTO|Vaccin leptospirose|Leptospirosis vaccine|vaccins|Zoetis|34.00||
VAC-LYME|Vaccin maladie de Lyme|Lyme disease vaccine|vaccins|Merck|52.00||
VAC-BORD|Vaccin toux de chenil|Kennel cough vaccine|vaccins|Zoetis|41.00||
VAC-CHATON|Vaccin de base chaton (FVRCP)|Kitten core vaccine (FVRCP)|vaccins|Merck|43.50||
VAC-CT|Vaccin de base chat (FVRCP)|Feline core vaccine (FVRCP)|vaccins|Merck|46.00||
VAC-LEUC|Vaccin leucémie féline|Feline leukemia vaccine|vaccins|Boehringer|42.50||
VAC-FURET|Vaccin furet (maladie de Carré)|Ferret distemper vaccine|vaccins|Boehringer|58.00||
VAC-LAPIN|Vaccin lapin (RHDV2)|Rabbit vaccine (RHDV2)|vaccins|Medgene|64.00||
SIM-2|Simparica Trio 1,3-2,5 kg (6)|Simparica Trio 1.3-2.5 kg (6)|para|Zoetis|149.00|A1|
SIM-5|Simparica Trio 2,6-5 kg (6)|Simparica Trio 2.6-5 kg (6)|para|Zoetis|156.00|A1|
SIM-10|Simparica Trio 5,1-10 kg (6)|Simparica Trio 5.1-10 kg (6)|para|Zoetis|164.00|A1|
SIM-20|Simparica Trio 10,1-20 kg (6)|Simparica Trio 10.1-20 kg (6)|para|Zoetis|174.00|A2|
SIM-40|Simparica Trio 20,1-40 kg (6)|Simparica Trio 20.1-40 kg (6)|para|Zoetis|186.00|A2|
SIM-60|Simparica Trio 40,1-60 kg (6)|Simparica Trio 40.1-60 kg (6)|para|Zoetis|198.00|A2|
BRAV-10|Bravecto 4,5-10 kg|Bravecto 4.5-10 kg|para|Merck|82.00|A3|
BRAV-20|Bravecto 10-20 kg|Bravecto 10-20 kg|para|Merck|86.00|A3|
BRAV-40|Bravecto 20-40 kg|Bravecto 20-40 kg|para|Merck|91.00|A3|
REV-25|Revolution Plus chat 1,3-2,5 kg (3)|Revolution Plus cat 1.3-2.5 kg (3)|para|Zoetis|74.00|A4|
REV-50|Revolution Plus chat 2,6-5 kg (3)|Revolution Plus cat 2.6-5 kg (3)|para|Zoetis|79.00|A4|
REV-100|Revolution Plus chat 5,1-10 kg (3)|Revolution Plus cat 5.1-10 kg (3)|para|Zoetis|84.00|A4|
REV-LAPIN|Revolution lapin et furet|Revolution rabbit and ferret|para|Zoetis|27.00|A4|
MIL-CH|Milbemax chien (comprimé)|Milbemax dog (tablet)|para|Elanco|22.50|A5|
MIL-CT|Milbemax chat (comprimé)|Milbemax cat (tablet)|para|Elanco|19.50|A5|
STRONG|Strongid T, suspension|Strongid T, suspension|para|Zoetis|16.00|A5|
SENTINEL|Sentinel 11-22 kg (6)|Sentinel 11-22 kg (6)|para|Elanco|118.00||x
META-15|Metacam 1,5 mg/ml, 32 ml|Metacam 1.5 mg/ml, 32 ml|med|Boehringer|64.00||
META-CT|Metacam chat 0,5 mg/ml, 15 ml|Metacam cat 0.5 mg/ml, 15 ml|med|Boehringer|49.00||
CLAV-250|Clavamox 250 mg (comprimé)|Clavamox 250 mg (tablet)|med|Zoetis|2.60||
CLAV-GTT|Clavamox gouttes 15 ml|Clavamox drops 15 ml|med|Zoetis|31.00||
CERENIA|Cerenia, injection|Cerenia, injection|med|Zoetis|46.00||
APO-54|Apoquel 5,4 mg (comprimé)|Apoquel 5.4 mg (tablet)|med|Zoetis|3.75||
APO-16|Apoquel 16 mg (comprimé)|Apoquel 16 mg (tablet)|med|Zoetis|3.95||
SUROLAN|Surolan 15 ml|Surolan 15 ml|med|Elanco|38.00||
PRED-5|Prednisolone 5 mg (comprimé)|Prednisolone 5 mg (tablet)|med|Teva|0.85||
GABA-100|Gabapentine 100 mg (capsule)|Gabapentin 100 mg (capsule)|med|Apotex|0.95||
VETMED|Vetmedin 5 mg (comprimé)|Vetmedin 5 mg (tablet)|med|Boehringer|2.90||
SEMINTRA|Semintra 4 mg/ml, 30 ml|Semintra 4 mg/ml, 30 ml|med|Boehringer|89.00||
METRO-250|Métronidazole 250 mg (comprimé)|Metronidazole 250 mg (tablet)|med|Apotex|1.10||
ISATHAL|Isathal 1 %, 3 g|Isathal 1%, 3 g|med|Dechra|36.00||
K9-ADV|Tri-Heart 23-45 kg (6)|Tri-Heart 23-45 kg (6)|med|Merck|94.00||x
HIL-KD|Hill's k/d chat, 3,9 kg|Hill's k/d cat, 3.9 kg|food|Hill's|79.00|N1|
HIL-ID|Hill's i/d chien, 7,9 kg|Hill's i/d dog, 7.9 kg|food|Hill's|104.00|N1|
HIL-CD|Hill's c/d chat, 3,9 kg|Hill's c/d cat, 3.9 kg|food|Hill's|76.00|N1|
HIL-JD|Hill's j/d chien, 12,5 kg|Hill's j/d dog, 12.5 kg|food|Hill's|142.00|N2|
HIL-TD|Hill's t/d chien, 11,3 kg|Hill's t/d dog, 11.3 kg|food|Hill's|118.00|N2|
RC-GI|Royal Canin Gastro chien, 8 kg|Royal Canin Gastro dog, 8 kg|food|Royal Canin|109.00|N3|
RC-URI|Royal Canin Urinary SO chat, 3,5 kg|Royal Canin Urinary SO cat, 3.5 kg|food|Royal Canin|74.00|N3|
RC-HYPO|Royal Canin Hypoallergénique chien, 11,5 kg|Royal Canin Hypoallergenic dog, 11.5 kg|food|Royal Canin|148.00|N3|
RC-SAT|Royal Canin Satiété chat, 3,5 kg|Royal Canin Satiety cat, 3.5 kg|food|Royal Canin|68.00|N4|
RC-CHIOT|Royal Canin chiot, 4 kg|Royal Canin puppy, 4 kg|food|Royal Canin|49.00|N4|
OXBOW|Foin et granulés Oxbow, 2,3 kg|Oxbow hay and pellets, 2.3 kg|food|Oxbow|32.00|N5|
DOUXO|Shampoing Douxo S3 Calm, 200 ml|Douxo S3 Calm shampoo, 200 ml|care|Ceva|27.50|H1|
MALASEB|Shampoing Malaseb, 250 ml|Malaseb shampoo, 250 ml|care|Dechra|33.00|H1|
EPI-OTIC|Nettoyant d’oreilles Epi-Otic, 120 ml|Epi-Otic ear cleaner, 120 ml|care|Virbac|21.50|H1|
DENT-LAM|Lamelles dentaires VeggieDent (15)|VeggieDent dental chews (15)|care|Virbac|29.00|H2|
DENT-KIT|Trousse de brossage de dents|Tooth-brushing kit|care|Virbac|17.50|H2|
COLLER|Collerette|Recovery collar|care|KVP|18.00|H3|
FELIWAY|Feliway Classic, diffuseur|Feliway Classic, diffuser|care|Ceva|44.00|H3|
BROSSE|Brosse Furminator|Furminator brush|care|Furminator|38.00|H3|
"""
SERVICES = """
EX-AN|Examen annuel|Annual exam|exam||86.00||
EX-JEUNE|Examen chiot ou chaton|Puppy or kitten exam|exam||69.00||
EX-GER|Examen gériatrique|Senior exam|exam||98.00||
CONS|Consultation|Consultation|exam||92.00||
URG|Consultation d’urgence|Emergency consultation|exam||165.00||
SUIVI|Suivi|Follow-up visit|exam||48.00||
CERT|Certificat de santé pour voyage|Travel health certificate|exam||74.00||
CONS-EXO|Consultation, animal exotique|Consultation, exotic pet|exam||104.00||
OVH-CH|Stérilisation, chienne|Spay, dog|surgery||560.00||
OVH-CT|Stérilisation, chatte|Spay, cat|surgery||345.00||
CAST-CH|Castration, chien|Neuter, dog|surgery||470.00||
CAST-CT|Castration, chat|Neuter, cat|surgery||235.00||
MASSE|Exérèse d’une masse|Mass removal|surgery||620.00||
SUTURE|Suture d’une plaie|Wound suture|surgery||290.00||
ANES|Anesthésie générale|General anesthesia|surgery||145.00||g
HOSP|Hospitalisation, journée|Hospitalization, day|surgery||98.00||g
SOLUTE|Perfusion de soluté|Intravenous fluids|surgery||76.00||g
DENT|Détartrage et polissage|Dental scaling and polishing|dental||590.00||
EXTRAC|Extraction d’une dent|Tooth extraction|dental||85.00||
RX-DENT|Radiographies dentaires|Dental radiographs|dental||135.00||g
TEST-VC|Test ver du cœur et tiques (4DX)|Heartworm and tick test (4DX)|lab||68.00||
BILAN|Bilan sanguin|Blood panel|lab||142.00||
BILAN-G|Bilan sanguin gériatrique|Senior blood panel|lab||198.00||
T4|Dosage de la thyroïde (T4)|Thyroid test (T4)|lab||74.00||
URINE|Analyse d’urine|Urinalysis|lab||62.00||
COPRO|Coproscopie|Fecal exam|lab||49.00||
CYTO|Cytologie|Cytology|lab||88.00||
FELV-TEST|Test leucémie et sida félins|Feline leukemia and FIV test|lab||76.00||
RX|Radiographie, deux vues|Radiograph, two views|imaging||215.00||
ECHO|Échographie abdominale|Abdominal ultrasound|imaging||395.00||
GRIFFES|Coupe de griffes|Nail trim|other||26.00||
PUCE|Implantation d’une micropuce|Microchip|other||64.00||
GLANDES|Vidange des glandes anales|Anal gland expression|other||38.00||
EUTH|Euthanasie|Euthanasia|other||185.00||
CREMA|Crémation individuelle|Private cremation|other||210.00||
TOILET|Toilettage|Grooming|other||72.00||x
"""
CLASSIFICATION = {
    "vaccins": "Biologique",
    "med": "Ordonnance",
    "para": "Préventif",
    "food": "Diète",
    "care": "Vente libre",
}
MOVED = "HIL-TD"  # sold among the accessories until it joined the food
MOVED_FROM = "care"


@dataclass
class Catalogue:
    """The catalogue as rows, and what a sale of a day books and costs."""

    categories: list[CategoryRow]
    items: list[ItemRow]
    moved_on: date
    stopped_on: date
    by_code: dict[str, ItemRow] = field(init=False)

    def __post_init__(self) -> None:
        self.by_code = {item.code: item for item in self.items}

    def category_on(self, item: ItemRow, day: date) -> int:
        """The revenue category of that day."""
        if item.code == MOVED and day < self.moved_on:
            return list(CATEGORIES).index(MOVED_FROM) + 1
        return item.category_id

    def sold_on(self, item: ItemRow, day: date) -> bool:
        """Whether one could buy this on that day."""
        return not item.invalid or day < self.stopped_on


def price(item: ItemRow, day: date, this_year: int) -> int:
    """Cents that one costs on that day: prices rise each January, and are round to five cents."""
    exact = item.price_cents * RISE ** (day.year - this_year)
    return max(5, round(exact / 5) * 5)


def catalogue(today: date, opened_at: datetime, changed_at: datetime) -> Catalogue:
    """The whole catalogue as of this day."""
    keys = list(CATEGORIES)
    categories = [CategoryRow(n, *CATEGORIES[key]) for n, key in enumerate(keys, 1)]
    lines = [(PRODUCT, line) for line in PRODUCTS.strip().splitlines()]
    lines += [(SERVICE, line) for line in SERVICES.strip().splitlines()]
    items = []
    for n, (kind, line) in enumerate(lines, 1):
        code, name_fr, name_en, category, manufacturer, cost, planogram, mark = line.split("|")
        items.append(
            ItemRow(
                id=n,
                kind=kind,
                code=code,
                name_fr=name_fr,
                name_en=name_en,
                category_id=keys.index(category) + 1,
                price_cents=round(float(cost) * 100),
                manufacturer=manufacturer,
                planogram=planogram,
                classification=CLASSIFICATION.get(category, ""),
                invalid=mark == "x",
                only_in_groups=mark == "g",
                created_at=opened_at,
                updated_at=changed_at if code == MOVED or mark == "x" else opened_at,
            )
        )
    return Catalogue(categories, items, moved_on=date(today.year - 1, 7, 1), stopped_on=date(today.year - 1, 2, 1))
