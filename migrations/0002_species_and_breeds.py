"""The species that clinics see and their usual breeds, in both languages, so that a fresh installation can begin at once.

Data only: the tables are 0001's. What a clinic already has under the same code or name stays as it is.
"""

# code | French | English | noun of a male | of a female | English noun
SPECIES = """
CAN | Canin | Canine | chien | chienne | dog
FEL | Félin | Feline | chat | chatte | cat
LAP | Lapin | Rabbit | lapin | lapine | rabbit
COB | Cobaye | Guinea pig | cobaye | cobaye | guinea pig
HAM | Hamster | Hamster | hamster | hamster | hamster
RAT | Rat | Rat | rat | rat | rat
SOU | Souris | Mouse | souris | souris | mouse
GER | Gerbille | Gerbil | gerbille | gerbille | gerbil
CHI | Chinchilla | Chinchilla | chinchilla | chinchilla | chinchilla
FUR | Furet | Ferret | furet | furet | ferret
HER | Hérisson | Hedgehog | hérisson | hérisson | hedgehog
OIS | Oiseau | Bird | oiseau | oiseau | bird
PRC | Perruche | Budgerigar | perruche | perruche | budgie
PRQ | Perroquet | Parrot | perroquet | perroquet | parrot
TOR | Tortue | Turtle | tortue | tortue | turtle
SER | Serpent | Snake | serpent | serpent | snake
LEZ | Lézard | Lizard | lézard | lézard | lizard
POI | Poisson | Fish | poisson | poisson | fish
EQU | Équin | Equine | cheval | jument | horse
BOV | Bovin | Bovine | bovin | vache | cow
OVI | Ovin | Ovine | mouton | brebis | sheep
CAP | Caprin | Caprine | bouc | chèvre | goat
POR | Porcin | Porcine | cochon | truie | pig
POU | Poule | Chicken | coq | poule | chicken
AUT | Autre | Other | animal | animal | animal
"""

# French | English; one name alone is the same in both.
BREEDS = {
    "CAN": """
Affenpinscher
Airedale Terrier
Akita
Akita américain | American Akita
Alaskan Klee Kai
American Bully
American Staffordshire Terrier
Barbet
Barzoï | Borzoi
Basenji
Basset artésien normand | Basset Artésien Normand
Basset Hound
Beagle
Beauceron
Bedlington Terrier
Berger allemand | German Shepherd
Berger américain miniature | Miniature American Shepherd
Berger anglais | English Shepherd
Berger australien | Australian Shepherd
Berger belge groenendael | Belgian Groenendael
Berger belge malinois | Belgian Malinois
Berger belge tervueren | Belgian Tervuren
Berger blanc suisse | White Swiss Shepherd
Berger d’Anatolie | Anatolian Shepherd
Berger de Brie | Briard
Berger de Maremme et des Abruzzes | Maremma Sheepdog
Berger des Pyrénées | Pyrenean Shepherd
Berger des Shetland | Shetland Sheepdog
Berger hollandais | Dutch Shepherd
Berger islandais | Icelandic Sheepdog
Berger picard | Picardy Sheepdog
Bichon bolonais | Bolognese
Bichon frisé | Bichon Frise
Bichon havanais | Havanese
Bichon maltais | Maltese
Border Collie
Border Terrier
Boston Terrier
Bouledogue américain | American Bulldog
Bouledogue anglais | English Bulldog
Bouledogue français | French Bulldog
Bouvier australien | Australian Cattle Dog
Bouvier bernois | Bernese Mountain Dog
Bouvier de l’Entlebuch | Entlebucher Mountain Dog
Bouvier des Flandres
Boxer
Braque allemand à poil court | German Shorthaired Pointer
Braque allemand à poil dur | German Wirehaired Pointer
Braque de Weimar | Weimaraner
Braque français | French Pointer
Braque hongrois | Hungarian Vizsla
Bull Terrier
Bull Terrier miniature | Miniature Bull Terrier
Bullmastiff
Cairn Terrier
Cane Corso
Caniche miniature | Miniature Poodle
Caniche moyen | Medium Poodle
Caniche royal | Standard Poodle
Caniche toy | Toy Poodle
Carlin | Pug
Cavalier King Charles | Cavalier King Charles Spaniel
Cavapoo
Chien chinois à crête | Chinese Crested
Chien d’eau espagnol | Spanish Water Dog
Chien d’eau portugais | Portuguese Water Dog
Chien d’élan norvégien | Norwegian Elkhound
Chien d’Ours de Carélie | Karelian Bear Dog
Chien de Canaan | Canaan Dog
Chien de Saint-Hubert | Bloodhound
Chien de montagne des Pyrénées | Great Pyrenees
Chien du Groenland | Greenland Dog
Chien esquimau américain | American Eskimo Dog
Chien esquimau canadien | Canadian Eskimo Dog
Chien finnois de Laponie | Finnish Lapphund
Chien loup tchécoslovaque | Czechoslovakian Wolfdog
Chien nu du Mexique | Xoloitzcuintli
Chihuahua à poil court | Short-coated Chihuahua
Chihuahua à poil long | Long-coated Chihuahua
Chinook
Chow-chow | Chow Chow
Cockapoo
Cocker américain | American Cocker Spaniel
Cocker anglais | English Cocker Spaniel
Colley à poil court | Smooth Collie
Colley à poil long | Rough Collie
Colley barbu | Bearded Collie
Coonhound noir et feu | Black and Tan Coonhound
Corgi gallois Cardigan | Cardigan Corgi gallois Pembroke | Pembroke Welsh Corgi
Coton de Tuléar | Coton de Tulear
Dalmatien | Dalmatian
Doberman | Doberman Pinscher
Dogue allemand | Great Dane
Dogue argentin | Dogo Argentino
Dogue de Bordeaux
Dogue du Tibet | Tibetan Mastiff
Épagneul breton | Brittany
Épagneul d’eau irlandais | Irish Water Spaniel
Épagneul du Tibet | Tibetan Spaniel
Épagneul japonais | Japanese Chin
Épagneul papillon | Papillon
Épagneul phalène | Phalène
Eurasier
Fox-terrier à poil dur | Wire Fox Terrier
Fox-terrier à poil lisse | Smooth Fox Terrier
Foxhound américain | American Foxhound
Goldendoodle
Golden retriever | Golden Retriever
Grand basset griffon vendéen | Grand Basset Griffon Vendéen
Grand bouvier suisse | Greater Swiss Mountain Dog
Grand munsterlander | Large Munsterlander
Greyhound
Griffon bruxellois | Brussels Griffon
Griffon d’arrêt à poil dur | Wirehaired Pointing Griffon
Harrier
Hovawart
Husky sibérien | Siberian Husky
Jack Russell Terrier
Jindo coréen | Korean Jindo
Kelpie australien | Australian Kelpie
Kerry Blue Terrier
Komondor
Kuvasz
Labernois | Bernedoodle
Labradoodle
Labrador | Labrador Retriever
Lagotto romagnolo | Lagotto Romagnolo
Lakeland Terrier
Leonberg | Leonberger
Léopard catahoula | Catahoula Leopard Dog
Lévrier afghan | Afghan Hound
Lévrier écossais | Scottish Deerhound
Lévrier irlandais | Irish Wolfhound
Lhassa apso | Lhasa Apso
Löwchen
Malamute de l’Alaska | Alaskan Malamute
Maltipoo
Mastiff | English Mastiff
Mâtin de Naples | Neapolitan Mastiff
Mudi
Norfolk Terrier
Norwich Terrier
Parson Russell Terrier
Pékinois | Pekingese
Petit basset griffon vendéen | Petit Basset Griffon Vendéen
Petit lévrier italien | Italian Greyhound
Pinscher allemand | German Pinscher
Pinscher nain | Miniature Pinscher
Pitbull terrier américain | American Pit Bull Terrier
Podenco d’Ibiza | Ibizan Hound
Pointer anglais | English Pointer
Puli
Pumi
Retriever à poil bouclé | Curly-Coated Retriever
Retriever à poil plat | Flat-Coated Retriever
Retriever de la baie de Chesapeake | Chesapeake Bay Retriever
Retriever de la Nouvelle-Écosse | Nova Scotia Duck Tolling Retriever
Rhodesian Ridgeback
Rottweiler
Saint-bernard | Saint Bernard
Saluki
Samoyède | Samoyed
Schapendoes
Schipperke
Schnauzer géant | Giant Schnauzer
Schnauzer miniature | Miniature Schnauzer
Schnauzer standard | Standard Schnauzer
Setter anglais | English Setter
Setter Gordon | Gordon Setter
Setter irlandais | Irish Setter
Shar-peï | Chinese Shar-Pei
Shiba Inu
Shih Tzu
Silky Terrier | Australian Silky Terrier
Skye Terrier
Spaniel anglais springer | English Springer Spaniel
Spaniel gallois springer | Welsh Springer Spaniel
Spitz allemand | German Spitz
Spitz finlandais | Finnish Spitz
Spitz japonais | Japanese Spitz
Spitz nain (poméranien) | Pomeranian
Spitz-loup | Keeshond
Staffordshire bull-terrier | Staffordshire Bull Terrier
Teckel à poil dur | Wirehaired Dachshund
Teckel à poil long | Longhaired Dachshund
Teckel à poil ras | Smooth Dachshund
Teckel nain | Miniature Dachshund
Terre-neuve | Newfoundland
Terrier irlandais à poil doux | Soft Coated Wheaten Terrier
Terrier australien | Australian Terrier
Terrier blanc du West Highland | West Highland White Terrier
Terrier de Manchester | Manchester Terrier
Terrier écossais | Scottish Terrier
Terrier gallois | Welsh Terrier
Terrier irlandais | Irish Terrier
Terrier noir russe | Black Russian Terrier
Terrier tibétain | Tibetan Terrier
Vieux berger anglais (bobtail) | Old English Sheepdog
Welsh Corgi
Whippet
Yorkshire Terrier
Chien croisé, petit | Mixed Breed, Small
Chien croisé, moyen | Mixed Breed, Medium
Chien croisé, grand | Mixed Breed, Large
""",
    "FEL": """
Domestique à poil court | Domestic Shorthair
Domestique à poil mi-long | Domestic Mediumhair
Domestique à poil long | Domestic Longhair
Abyssin | Abyssinian
American Curl
American Shorthair
American Wirehair
Angora turc | Turkish Angora
Balinais | Balinese
Bengal
Bleu russe | Russian Blue
Bobtail américain | American Bobtail
Bobtail des Kouriles | Kurilian Bobtail
Bobtail japonais | Japanese Bobtail
Bombay
British Longhair
British Shorthair
Burmese américain | American Burmese
Burmese européen | European Burmese
Burmilla
California Spangled
Chartreux
Chausie
Colourpoint Shorthair
Cornish Rex
Cymric
Devon Rex
Donskoy
Européen à poil court | European Shorthair
Exotique à poil court | Exotic Shorthair
Havana brun | Havana Brown
Himalayen | Himalayan
Korat
LaPerm
Lykoi
Maine Coon
Manx
Mau égyptien | Egyptian Mau
Munchkin
Nebelung
Norvégien | Norwegian Forest Cat
Ocicat
Oriental à poil court | Oriental Shorthair
Oriental à poil long | Oriental Longhair
Persan | Persian
Peterbald
Pixie-bob | Pixie-Bob
Ragamuffin
Ragdoll
Sacré de Birmanie | Birman
Savannah
Scottish Fold
Selkirk Rex
Siamois | Siamese
Sibérien | Siberian
Singapura
Snowshoe
Sokoke
Somali
Sphynx
Thaï | Thai
Tonkinois | Tonkinese
Toyger
Turc de Van | Turkish Van
""",
    "LAP": """
Angora anglais | English Angora
Angora français | French Angora
Bélier anglais | English Lop
Bélier français | French Lop
Bélier hollandais | Holland Lop
Bélier nain | Mini Lop
Californien | Californian
Chinchilla
Géant des Flandres | Flemish Giant
Havane | Havana
Hotot nain | Dwarf Hotot
Hollandais | Dutch
Jersey laineux | Jersey Wooly
Nain de Pologne | Polish Dwarf
Nain néerlandais | Netherland Dwarf
Néo-zélandais | New Zealand
Papillon anglais | English Spot
Rex
Rex nain | Mini Rex
Satin
Tête de lion | Lionhead
""",
    "COB": """
Abyssin | Abyssinian
Américain à poil court | American Shorthair
Péruvien | Peruvian
Sheltie | Silkie
Skinny | Skinny Pig
Teddy
Texel
""",
    "HAM": """
Chinois | Chinese
Doré (syrien) | Golden (Syrian)
Nain de Campbell | Campbell’s Dwarf
Nain de Roborovski | Roborovski Dwarf
Nain russe | Winter White Dwarf
""",
    "EQU": """
American Paint Horse
Âne | Donkey
Anglo-arabe | Anglo-Arabian
Appaloosa
Arabe | Arabian
Ardennais | Ardennes
Belge | Belgian Draft
Canadien | Canadian
Clydesdale
Connemara
Fjord | Norwegian Fjord
Frison | Friesian
Haflinger
Hanovrien | Hanoverian
Hollandais à sang chaud | Dutch Warmblood
Islandais | Icelandic
Lipizzan | Lipizzaner
Lusitanien | Lusitano
Miniature | Miniature Horse
Morgan
Mulet | Mule
Percheron
Poney de Shetland | Shetland Pony
Poney gallois | Welsh Pony
Pur-sang anglais | Thoroughbred
Pure race espagnole | Andalusian
Quarter Horse | American Quarter Horse
Selle français | Selle Français
Shire
Standardbred
Tennessee Walker | Tennessee Walking Horse
Trakehner
""",
    "OIS": """
Canari | Canary
Colombe | Dove
Diamant de Gould | Gouldian Finch
Diamant mandarin | Zebra Finch
Mainate | Hill Myna
Moineau du Japon | Society Finch
Pigeon
Pinson | Finch
""",
    "PRC": """
Calopsitte élégante | Cockatiel
Inséparable | Lovebird
Perruche à collier | Ring-necked Parakeet
Perruche à croupion rouge | Red-rumped Parrot
Perruche catherine | Barred Parakeet
Perruche moine | Monk Parakeet
Perruche omnicolore | Eastern Rosella
Perruche ondulée | Budgerigar
""",
    "PRQ": """
Amazone à front bleu | Turquoise-fronted Amazon
Amazone à nuque jaune | Yellow-naped Amazon
Ara ararauna | Blue-and-yellow Macaw
Ara chloroptère | Green-winged Macaw
Ara macao | Scarlet Macaw
Cacatoès à huppe jaune | Sulphur-crested Cockatoo
Cacatoès blanc | Umbrella Cockatoo
Cacatoès rosalbin | Galah
Caïque à tête noire | Black-headed Caique
Conure à joues vertes | Green-cheeked Conure
Conure soleil | Sun Conure
Éclectus | Eclectus
Gris d’Afrique | African Grey
Perroquet du Sénégal | Senegal Parrot
Pione à tête bleue | Blue-headed Pionus
""",
    "TOR": """
À oreilles rouges | Red-eared Slider
Boîte | Box Turtle
D’Hermann | Hermann’s Tortoise
Grecque | Greek Tortoise
Peinte | Painted Turtle
Russe | Russian Tortoise
Sillonnée | Sulcata Tortoise
""",
    "SER": """
Boa constricteur | Boa Constrictor
Couleuvre des blés | Corn Snake
Python royal | Ball Python
Python tapis | Carpet Python
Serpent roi | King Snake
Serpent-jarretière | Garter Snake
""",
    "LEZ": """
Caméléon casqué du Yémen | Veiled Chameleon
Dragon barbu (pogona) | Bearded Dragon
Gecko à crête | Crested Gecko
Gecko léopard | Leopard Gecko
Iguane vert | Green Iguana
Scinque à langue bleue | Blue-tongued Skink
Tégu | Tegu
""",
    "BOV": """
Angus
Ayrshire
Brune suisse | Brown Swiss
Canadienne | Canadienne
Charolais
Hereford
Highland
Holstein
Jersey
Limousin
Simmental
""",
    "OVI": """
Dorset
Islandais | Icelandic
Romanov
Suffolk
Texel
""",
    "CAP": """
Alpine
Boer
Cachemire | Cashmere
Nigérienne naine | Nigerian Dwarf
Nubienne | Nubian
Pygmée | Pygmy
Saanen
Toggenburg
""",
    "POR": """
Duroc
Göttingen miniature | Göttingen Minipig
Landrace
Vietnamien | Pot-bellied
Yorkshire
""",
    "POU": """
Chantecler
Leghorn
Orpington
Plymouth Rock
Rhode Island
Soie | Silkie
Sussex
Wyandotte
""",
}


def rows(table):
    """The lines of a table, cut at their bars."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def up(migrator, db):
    for species in rows(SPECIES):
        db.execute_sql(
            "INSERT OR IGNORE INTO species (code, name_fr, name_en, noun_fr_male, noun_fr_female, noun_en) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            species,
        )
    for code, table in BREEDS.items():
        for names in rows(table):
            db.execute_sql(
                "INSERT OR IGNORE INTO breed (species_id, name_fr, name_en) SELECT id, ?, ? FROM species WHERE code = ?",
                (names[0], names[-1], code),
            )


def down(migrator, db):
    """Take back what nobody uses: an animal's species and breed stay."""
    for code, table in BREEDS.items():
        for names in rows(table):
            db.execute_sql(
                "DELETE FROM breed WHERE name_fr = ? AND species_id = (SELECT id FROM species WHERE code = ?) "
                "AND NOT EXISTS (SELECT 1 FROM animal WHERE breed_id = breed.id)",
                (names[0], code),
            )
    for code, *_ in rows(SPECIES):
        db.execute_sql(
            "DELETE FROM species WHERE code = ? AND NOT EXISTS (SELECT 1 FROM animal WHERE species_id = species.id) "
            "AND NOT EXISTS (SELECT 1 FROM breed WHERE species_id = species.id)",
            (code,),
        )
