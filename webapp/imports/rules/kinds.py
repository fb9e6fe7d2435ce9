"""The kinds of files, their fields, and the headers under which practice software exports each.

A line of a table reads "field type flags: headers". Required: without the column the file is not read. Essential:
without a good value the row is refused. Telling: other kinds seldom have such a column. Headers are folded and run
together ("Tél. domicile" is "teldomicile"), the surest first; @client stands for a list that several kinds share.
"""

from collections.abc import Iterator
from dataclasses import dataclass

CLIENTS, ANIMALS, PRODUCTS, SERVICES = "clients", "animals", "products", "services"
SALES, VISITS, APPOINTMENTS, REMINDERS = "sales", "visits", "appointments", "reminders"
ORDER = (PRODUCTS, SERVICES, CLIENTS, ANIMALS, VISITS, SALES, APPOINTMENTS, REMINDERS)  # in which files are read


@dataclass(frozen=True)
class Field:
    """A column that a file may have; `reads` is the type of what stands in it."""

    name: str
    reads: str
    aliases: tuple[str, ...]
    required: bool = False
    essential: bool = False
    telling: bool = False


@dataclass(frozen=True)
class Kind:
    """What a file may hold."""

    name: str
    fields: tuple[Field, ...]
    file_words: tuple[str, ...]  # in the file's name: tells apart what headers leave open

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        return {field.name: field for field in self.fields}[name]

    @property
    def required(self) -> Iterator[Field]:
        """Fields whose column must be there."""
        return (field for field in self.fields if field.required)


_SHARED = """
  any: numero no num id number code nummer uid recordid
  client: noclient numeroclient numclient idclient clientid clientno clientnumber clientnum codeclient clientcode
      client# noproprietaire numeroproprietaire idproprietaire ownerid ownerno ownernumber owner accountnumber
      accountno account# account acctno accountid customerid customerno customernumber customercode contactid
      contactcode clientaccount clientref refclient clientkey client proprietaire clientidno nodossier numerodossier
      dossier clt cltid
  animal: noanimal numeroanimal numanimal idanimal animalid animalno animalnumber codeanimal animalcode nopatient
      numeropatient idpatient patientid patientno patientnumber patientnum patientcode petid petno petnumber
      patient# animal# pet# animal patient pet refanimal animalref patientkey nofiche
  vet: veterinaire vet veterinarian nomveterinaire veterinarianname vetname docteur doctor dr praticien provider
      staffmember clinician medecin medecinveterinaire dvm doctorname responsable
  reason: raison motif reason reasonforvisit motifvisite raisonvisite raisondelavisite purpose complaint objet
      description commentaire
  note: note notes remarque remarques memo commentaires comments comment observations
"""

_ITEMS = """
  name_fr text: descriptionfr descriptionfrancaise nomfr libellefr descfr frenchdescription descriptionfrancais
      descriptionfrench namefr description libelle designation nom name produit service article itemname
      itemdescription descriptionarticle productname servicename descriptionproduit descriptionservice
  name_en text: descriptionen descriptionanglaise nomen libelleen descen englishdescription descriptionanglais
      descriptionenglish nameen
  category category: categorierevenu categorierevenus revenuecategory categoriederevenu categorie category
      incomecategory groupe group famille department departement revenuegroup incomeaccount revenuecenter
      revenucategorie categorievente
  ledger_code text: codegl gl glcode comptegl glaccount codegrandlivre grandlivre ledgercode compte accountcode
      nocompte generalledger comptecomptable ledger
  classification text: classification classe class type souscategorie subcategory sousfamille classificationproduit
      itemtype
  price_cents money: prix price prixvente sellingprice unitprice prixunitaire tarif listprice prixdetail retailprice
      prixdevente sellprice
  invalid yes: invalide invalid discontinue discontinued archive obsolete supprime inactif inactive retire
"""

_CLIENTS = """
  number ident required essential: @client @any
  title text: titre title civilite salutation prefix nametitle politesse
  first_name text: prenom firstname prenomclient clientfirstname givenname forename first fname ownerfirstname
  last_name text: nom nomclient nomdefamille nomfamille lastname clientlastname surname familyname last lname
      clientname name ownername ownerlastname nomproprietaire raisonsociale company companyname
  full_name text: nomcomplet fullname nometprenom prenometnom nomprenom prenomnom lastfirst contactname displayname
  address text telling: adresse address adresse1 address1 rue street street1 addressline1 adresseligne1
      streetaddress adressepostale mailingaddress adressecivique homeaddress
  address_2 text telling: adresseautre adresse2 address2 addressline2 adresseligne2 complementadresse complement
      street2 apt appartement app unit suite adressesuite
  town text telling: ville town city municipalite suburb commune localite citytown homecity
  province text telling: province prov state etat stateprovince provinceetat region departement county stateprov
  postal_code postal_code telling: codepostal postalcode zip zipcode postcode cp zippostal zippostalcode postal
      cpostal
  country country telling: pays country countrycode codepays nation
  home_phone phone telling: teldomicile telephonedomicile homephone phonehome telephone tel phone telephone1 tel1
      phone1 telmaison telephonemaison telresidence residence hometel telephoneresidence phonenumber primaryphone
      notelephone numerotelephone telephonefixe telfixe fixe mainphone homenumber telephoneprincipal
  work_phone phone telling: telbureau telephonebureau workphone phonework teltravail telephonetravail businessphone
      worktel telephone2 tel2 phone2 bureau officephone telephoneautre otherphone worknumber telprofessionnel
  work_extension text telling: poste postebureau extension ext workextension postetelephonique workext
  mobile_phone phone telling: cellulaire cell cellphone mobile mobilephone telcellulaire telmobile portable
      cellulaire1 telcell telephonecellulaire telephonemobile telephoneportable telportable phonemobile phonecell gsm
      cellular mobilenumber telephone3 tel3 phone3 textphone smsnumber
  mobile_takes_sms yes telling: sms texto textos recoitsms smscapable cellsms mobilesms textcapable peutrecevoirsms
      canreceivetexts
  email email telling: courriel email mail adressecourriel emailaddress adresseemail courrielclient clientemail mel
      email1 courriel1 emailprimary couriel primaryemail
  language language telling: langue language lang languepreferee preferredlanguage languecorrespondance
  accepts_email yes telling: acceptecourriel acceptecourriels acceptsemail allowemail emailok emailoptin
      courrielaccepte accepteemail emailreminders remindersbyemail rappelcourriel rappelscourriel
      consentementcourriel emailconsent
  accepts_sms yes telling: acceptesms acceptetexto acceptetextos acceptssms allowsms smsok smsoptin smsaccepte
      textok allowtext smsreminders remindersbysms rappelsms rappelssms consentementsms smsconsent acceptstext
  accepts_post yes telling: accepteposte acceptepostale acceptecourrier acceptspost acceptsmail allowmail mailok
      poste_ok postok acceptslettermail rappelposte rappelcourrier remindersbypost remindersbymail consentementposte
      postconsent courrierpostal
  accepts_phone yes telling: acceptetelephone accepteappel accepteappels acceptsphone allowphone allowcalls phoneok
      acceptscalls rappeltelephone remindersbyphone consentementtelephone phoneconsent
  client_since date: datecreation clientdepuis datecreationclient clientsince datecree dateadded createddate
      datecreated created firstvisit premierevisite dateinscription dateouverture opendate dateentered
      dateouverturedossier depuis
  active yes: actif active clientactif isactive clientactive
  note note: @note
"""

_ANIMALS = """
  number ident required essential: @animal @any
  client reference required essential: @client
  name text required: nom nomanimal nomdelanimal nompatient animalname patientname petname name prenom surnom
      callname nomdupatient
  species species telling: espece species animalspecies espece1 petspecies speciesname nomespece especeanimal
      animaltype
  breed breed telling: race breed raceanimal animalbreed primarybreed breedname nomrace petbreed raceprincipale
  crossbred yes telling: croise croisee crossbred crossbreed mixed croisement mix ismixed mixedbreed race_croisee
      hybride
  sex sex telling: sexe sex gender genre sexeanimal
  sterile yes telling: sterilise sterilisee sterile neutered spayed desexed fixed spayedneutered altered castre
      castreoperee opere operee sterilized sterilised sn s/n
  born_on birth telling: datenaissance naissance datedenaissance dob birthdate dateofbirth birthday born ddn nele
      neele birth dateofbirthdob
  deceased yes telling: decede decedee deceased dead mort estdecede isdeceased deces isdead morte
  deceased_on date telling: datedeces datededeces deceaseddate dateofdeath deathdate datemort datedeceased
      deceasedon deceaseddateofdeath dod
  other_clinic yes telling: autreclinique otherclinic clientautreclinique suiviailleurs regularelsewhere autrevet
      othervet referral referred refere
  given_away_on date telling: datedon donnele givenawayon dategivenaway dateadoption datedepart
  note note: @note
"""

_PRODUCTS = """
  code ident required essential: codeproduit productcode noproduit numeroproduit productid produitid idproduit
      codearticle itemcode itemid sku code_produit code stockcode inventorycode productno itemno noarticle @any
  manufacturer text telling: manufacturier manufacturer fabricant maker laboratoire lab fournisseur supplier marque
      brand vendor compagnie
  planogram text telling: planogramme planogram emplacement shelf tablette location localisation
"""

_SERVICES = """
  code ident required essential: codeservice servicecode noservice numeroservice serviceid idservice codeacte acte
      treatmentcode procedurecode codetraitement code_service code serviceno codearticle itemcode itemid @any
  only_in_groups yes telling: groupeseulement seulementengroupe onlyingroups uniquementgroupe grouponly
      groupeuniquement dansgroupeseulement seulementdansgroupe
"""

_SALES = """
  number ident required essential: noligne numeroligne idligne ligneid lineid lineno linenumber saleid saleno
      idvente novente numerovente venteid transactionid notransaction transactionno invoicelineid itemlineid
      chargeid @any
  invoice text telling: nofacture numerofacture facture invoice invoiceno invoicenumber invoiceid idfacture invoice#
      invno nofact
  sold_on date required essential: date datevente datefacture saledate invoicedate solddate soldon transactiondate
      dateservice servicedate dateofservice datetransaction
  client reference: @client
  animal reference: @animal
  item_kind item_kind telling: typearticle itemtype typeitem producttype type typeproduit productorservice
      produitservice
  item reference required essential: code codearticle itemcode codeproduit productcode article item itemid itemno
      codeservice servicecode produit product sku codeitem productid
  quantity_milli quantity essential telling: quantite qty quantity qte nombre nb units count
  amount_cents money required essential telling: montant amount total prixtotal totalprice extendedprice extended
      montanttotal linetotal totalligne soustotal subtotal netamount montantnet
"""

_VISITS = """
  number ident required essential: novisite numerovisite idvisite visiteid visitid visitno visitnumber visit#
      noconsultation numeroconsultation consultationid consultid encounterid examid noexamen @any
  animal reference required essential: @animal
  visited_on date required essential: date datevisite visitdate dateofvisit dateconsultation consultationdate
      visitedon datedevisite consultdate encounterdate dateexamen
  reason text: @reason
  veterinarian veterinarian: @vet
  note note: @note
"""

_APPOINTMENTS = """
  number ident required essential: nordv numerordv idrdv rdvid norendezvous idrendezvous norendez-vous appointmentid
      appointmentno appointmentnumber apptid apptno appt# appointment# bookingid eventid @any
  animal reference required essential: @animal
  starts_at instant required essential: debut dateheure start starttime startdatetime startsat datedebut heuredebut
      datetime dateetheure appointmentdatetime begin appointmentstart startdate appointmentdate daterdv
      daterendezvous apptdate date
  time time: heure time heurerdv appointmenttime appttime heurerendezvous heurededebut
  minutes minutes telling: dureeminutes duree minutes duration durationminutes length lengthminutes dureemin
      durationmin
  ends_at instant telling: fin end endtime enddatetime endsat datefin heurefin appointmentend
  veterinarian veterinarian: ressource resource @vet salle room column colonne
  type appointment_type: type typerdv appointmenttype typerendezvous appttype category categorie typederdv
      typederendezvous
  reason text: @reason
  status status telling: statut status etat appointmentstatus apptstatus statutrdv state
"""

_REMINDERS = """
  number ident required essential: norappel numerorappel numrappel idrappel rappelid reminderid reminderno
      remindernumber reminder# recallid recallno recallnumber norelance idrelance codealerte @any
  animal reference: @animal
  client reference: @client
  type reminder_type required telling: typerappel typederappel remindertype recalltype nomrappel remindername
      rappel reminder recall relance type codetype categorie category
  due_on date required essential telling: echeance dateecheance datedecheance daterappel datedurappel duedate datedue
      due dueon reminderdate recalldate dateprevue daterelance prochainrappel nextdue duele
  done yes: fait faite envoye envoyee sent done contacte contacted
  done_on date: dateenvoi datedenvoi envoyele faitle datefait datefaite sentdate datesent senton datedone doneon
      datecontact lastsent derniercontact
  status reminder_status: statut status etat state statutrappel reminderstatus
  created_on date: datecreation datecree created datecreated createddate
  note note: @note description libelle texte text details
"""


def _lines(table: str) -> Iterator[tuple[str, str]]:
    for line in table.replace("\n      ", " ").strip().splitlines():
        left, _, right = line.strip().partition(": ")
        if left:
            yield left, right


_LISTS = dict(_lines(_SHARED))
_ANY = frozenset(_LISTS["any"].split())


def says_only_number(folded_header: str) -> bool:
    """Whether a header means the number of a row, of whatever kind ("No", "ID")."""
    return folded_header in _ANY


def _kind(name: str, tables: str, file_words: str) -> Kind:
    fields = []
    for left, right in _lines(tables):
        field, reads, *flags = left.split()
        aliases = " ".join(_LISTS[word[1:]] if word.startswith("@") else word for word in right.split())
        fields.append(Field(field, reads, tuple(aliases.split()), **dict.fromkeys(flags, True)))
    return Kind(name, tuple(fields), tuple(file_words.split()))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(CLIENTS, _CLIENTS, "client proprietaire owner customer contact"),
        _kind(ANIMALS, _ANIMALS, "animal animaux patient pet"),
        _kind(PRODUCTS, _PRODUCTS + _ITEMS, "produit product inventaire inventory stock"),
        _kind(SERVICES, _SERVICES + _ITEMS, "service acte treatment procedure"),
        _kind(SALES, _SALES, "vente sale facture invoice transaction"),
        _kind(VISITS, _VISITS, "visite visit consultation"),
        _kind(APPOINTMENTS, _APPOINTMENTS, "rdv rendez appointment appt agenda"),
        _kind(REMINDERS, _REMINDERS, "rappel reminder recall relance"),
    )
}
