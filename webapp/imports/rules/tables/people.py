"""Clients and their animals, and what other kinds call them."""

SHARED = """
  whose: owneremail clientemail emailclient emailproprietaire courrielclient courrielproprietaire customeremail
      ownerphone clientphone ownername clientname nomclient nomproprietaire customername proprietaire client owner
  any: numero no num id number pimsid identifier code nummer uid recordid
  client: noclient numeroclient numclient idclient clientid clientpimsid clientaccountid ownercontactcode
      clientcontactcode customeridentifier clientno clientnumber clientnum codeclient clientcode client#
      noproprietaire numeroproprietaire idproprietaire ownerid ownerno ownernumber owner accountnumber accountno
      account# account acctno accountid customerid customerno customernumber customercode contactid contactcode
      clientaccount clientref refclient clientkey client proprietaire clientidno nodossier numerodossier dossier clt
      cltid clientidentifier owneridentifier pimsclientidentifier pimsclientid contactkey kundennummer kundennr
  animal: noanimal numeroanimal numanimal idanimal animalid animalno animalnumber codeanimal animalcode nopatient
      numeropatient idpatient patientid patientno patientnumber patientnum patientcode petid petno petnumber
      patient# animal# pet# animal patient pet refanimal animalref patientkey nofiche patientpimsid patientaccountid
      patientidentifier animalidentifier pimspatientid pvid patientennummer tiernummer
  vet: veterinaire vet veterinarian nomveterinaire veterinarianname vetname docteur doctor dr praticien provider
      staffmember clinician medecin medecinveterinaire dvm doctorname responsable providerid providername
      resourcename performedstaff
  reason: raison motif reason reasonforvisit motifvisite raisonvisite raisondelavisite purpose complaint objet @last
      description commentaire
  note: note notes remarque remarques memo commentaires comments comment observations patientnotes clientnotes alert
      alerte clientcriticalnote criticalnote bemerkung
"""

CLIENTS = """
  number ident required essential: pimsid @client @any filenumber
  title text: titre title civilite salutation prefix nametitle politesse customertitle clienttitle ownertitle
      nameprefix anrede
  first_name text: prenom firstname prenomclient clientfirstname givenname forename first fname ownerfirstname
      customerfirstname firstname1 contactfirstname prenomproprietaire vorname @last initials customerinitials
  last_name text: nomdefamille nomfamille lastname clientlastname surname familyname last lname ownerlastname
      customersurname customerlastname clientsurname ownersurname lastname1 contactlastname nachname
  full_name text: nomcomplet fullname nometprenom prenometnom nomprenom prenomnom lastfirst contactname displayname
      nomcompletclient @last nom name clientname nomclient ownername nomproprietaire nomduclient nomduproprietaire
      customername customer primarycontact owner client proprietaire
  second_name text: spouse spousename secondaryownername secondaryowner secondowner coowner conjoint conjointe
      nomconjoint deuxiemeproprietaire coproprietaire
  second_first_name text: alternatefirstname spousefirstname spousenamefirst firstname2 prenomconjoint
      secondaryfirstname coownerfirstname
  second_last_name text: alternatelastname spouselastname spousenamelast lastname2 secondarylastname coownerlastname
  second_phone phone: spousephone spousecell telconjoint telephoneconjoint cellulaireconjoint secondaryphone
  phone_1 phone telling: phone1value
  phone_2 phone: phone2value
  phone_3 phone: phone3value
  phone_4 phone: phone4value
  phone_5 phone: phone5value
  phone_type_1 text: phonetype1 phonename1
  phone_type_2 text: phonetype2 phonename2
  phone_type_3 text: phonetype3 phonename3
  phone_type_4 text: phonetype4 phonename4
  phone_type_5 text: phonetype5 phonename5
  company text: companyname businessname organisationname organizationname raisonsociale company entreprise societe
      nomentreprise business organisation organization nomcompagnie nomsociete compagnie firma
  address text telling: adresse address adresse1 address1 rue street street1 addressline1 adresseligne1
      streetaddress adressepostale mailingaddress adressecivique homestreet homeaddress customerstreetaddress
      clientstreetaddr clientstreetaddress clientaddress address1street owneraddress adresseclient strasse
  address_2 text telling: adresseautre adresse2 address2 addressline2 adresseligne2 complementadresse complement
      street2 apt appartement app unit suite adressesuite homestreet2 clientaddress2 customeraddress2
  town_line text telling: citystatezip citystatezipcode citystzip citystatepostalcode cityprovincepostalcode
      villeprovincecodepostal villeprovincecp villecodepostal
  line_1 text: billto1
  line_2 text: billto2
  line_3 text: billto3
  line_4 text: billto4
  line_5 text: billto5
  town text telling: ville town city municipalite suburb commune localite citytown homecity customersuburb
      clientcity customercity address1city ownercity villeclient ort
  province text telling: prov province state etat stateprovince provinceetat region departement county stateprov
      customerstate clientstate homestate address1region clientprovince ownerstate
  postal_code postal_code telling: codepostal postalcode zip zipcode postcode cp zippostal zippostalcode postal
      cpostal customerpostcode clientpostcode homepostalcode address1postalcode clientpostalcode clientzip
      customerpostalcode ownerzip plz
  country country telling: pays country countrycode codepays nation homecountry address1country clientcountry
      customercountry land
  home_phone phone telling: teldomicile telephonedomicile homephone phonehome telephone tel phone telephone1 tel1
      phone1 telmaison telephonemaison telresidence residence hometel telephoneresidence phonenumber primaryphone
      notelephone numerotelephone telephonefixe telfixe fixe mainphone homenumber telephoneprincipal customerphone
      clientphone phone1asis ownerphone telclient telephoneclient phones telefon domicile
  work_phone phone telling: telbureau telephonebureau workphone phonework teltravail telephonetravail businessphone
      worktel telephone2 tel2 phone2 bureau officephone telephoneautre otherphone worknumber telprofessionnel
      phone2asis othernumber altphone clientworkphone companymainphone homephone2
  work_extension text telling: poste postebureau extension ext workextension postetelephonique workext
  mobile_phone phone telling: cellulaire cell cellphone mobile mobilephone telcellulaire telmobile portable
      cellulaire1 telcell telephonecellulaire telephonemobile telephoneportable telportable phonemobile phonecell
      gsm cellular mobilenumber telephone3 tel3 phone3 textphone smsnumber customersms phone3asis clientcell
      clientmobile ownermobile telefonmobil mobil
  home_area text: areacode area indicatif indicatifregional coderegional homeareacode areacodehome areacode1
      indicatif1 phoneareacode indicatifdomicile
  work_area text: workareacode areacodework businessareacode areacode2 indicatif2 indicatifbureau
  mobile_area text: mobileareacode cellareacode areacodecell areacodemobile areacode3 indicatif3 indicatifcellulaire
  mobile_takes_sms yes telling: sms texto textos recoitsms smscapable cellsms mobilesms textcapable peutrecevoirsms
      canreceivetexts
  email email telling: courriel email mail adressecourriel emailaddress adresseemail courrielclient clientemail mel
      email1 courriel1 emailprimary couriel primaryemail customeremail emailaddresses email1value mainemail
      owneremail email1address
  language language telling: langue language lang languepreferee preferredlanguage languecorrespondance
      clientlanguage customerlanguage sprache
  accepts_email yes telling holding: acceptecourriel acceptecourriels acceptsemail allowemail emailok emailoptin
      courrielaccepte accepteemail emailreminders remindersbyemail rappelcourriel rappelscourriel
      consentementcourriel emailconsent
  accepts_sms yes telling holding: acceptesms acceptetexto acceptetextos acceptssms allowsms smsok smsoptin
      smsaccepte textok allowtext smsreminders remindersbysms rappelsms rappelssms consentementsms smsconsent
      acceptstext
  accepts_post yes telling holding: accepteposte acceptepostale acceptecourrier acceptspost acceptsmail allowmail
      mailok poste_ok postok acceptslettermail rappelposte rappelcourrier remindersbypost remindersbymail
      consentementposte postconsent courrierpostal
  accepts_phone yes telling holding: acceptetelephone accepteappel accepteappels acceptsphone allowphone allowcalls
      phoneok acceptscalls rappeltelephone remindersbyphone consentementtelephone phoneconsent
  client_since date: datecreation clientdepuis datecreationclient clientsince datecree dateadded createddate
      datecreated created firstvisit premierevisite dateinscription dateouverture opendate dateentered
      dateouverturedossier depuis pimscreateddate firstregistered
  active active: actif active clientactif isactive clientactive activestatus isclient estactif estclient
  inactive yes: inactive inactif inactive flginactive isinactive estinactif clientinactif archived archive archivee
      isarchived
  deleted yes: deleted isdeleted supprime supprimee efface flgdeleted estsupprime
  deceased yes: decede deceased dead isdead isdeceased clientdecede deceasedowner ownerdeceased clientdeceased
      proprietairedecede
  no_reminders yes telling: suspendreminders flgsuspendreminders suspendrappels suspendrerappels susprappels
      noreminders noreminder sansrappel sansrappels pasderappel pasderappels aucunrappel norecalls norecall
      donotremind excludefromreminders remindersuspended suspended
  stop_reminders yes telling: stopreminders stopreminder stoprappels stoprappel arreterrappels arretrappels
  no_reminders_until date telling: suspenduntil suspendremindersuntil noremindersuntil stopremindersuntil
      suspendujusquau suspendujusqua suspendrejusquau pasderappelavant sansrappeljusquau
  declines_email yes telling: donotemail declineemail declinesemail declinedemail noemail noemails
      excludefrombulkemail refusecourriel refusecourriels pasdecourriel pasdecourriels emailoptout optoutemail
      emailoptedout unsubscribed desabonne
  declines_sms yes telling: donottext donotsms donotsendtexts declinesms declinetext declinetexts notext notexts
      nosms smsoptout optoutsms refusesms refusetexto refusetextos pasdetexto pasdesms
  declines_post yes telling: donotmail donotpost declinemail declinepost nomail refusecourrier refuseposte
      pasdecourrier mailoptout
  declines_phone yes telling: donotcall donotphone declinephone declinecalls nocall nocalls nophonecalls
      refusetelephone refuseappel refuseappels pasdappel phoneoptout
  marketing yes: marketing acceptsmarketing marketingconsent marketingoptin consentementmarketing
  note note: @note clientremarks
"""

ANIMALS = """
  number ident required essential: @animal @any animalcode @last accountid accountno contactid contactcode
      filenumber
  client reference required essential: @client @last @whose
  name text required: nomanimal nomdelanimal nompatient animalname patientname petname nomdupatient tiername nom name
      prenom surnom callname rufname @last animal patient pet
  species species telling: espece species animalspecies espece1 petspecies speciesname nomespece especeanimal
      animaltype patientspecies speciesdescription especepatient speciescode tierart @last pettype type
  breed breed telling: race breed raceanimal animalbreed primarybreed breedname nomrace petbreed raceprincipale
      patientbreed breeddescription breed1description racepatient rasse
  crossbred yes telling: croise croisee crossbred crossbreed mixed croisement mix ismixed mixedbreed race_croisee
      hybride ismixedbreed
  sex sex telling: sexe sex gender genre sexeanimal patientsex patientsexspay genderval gendercode sexepatient
      animalsex petsex petgender animalgender patientgender geschlecht
  sterile altered telling: sterilise sterilisee sterile neutered spayed desexed fixed spayedneutered altered castre
      castreoperee opere operee sterilized sterilised sn s/n spayedorneutered isneutered isdesexed isspayed
      eststerilise kastriert
  born_on birth telling: datenaissance naissance datedenaissance dob birthdate dateofbirth birthday born ddn nele
      neele birth dateofbirthdob patientdob animaldob patientdateofbirth petdob petbirthdate petbirthday
      patientbirthdate animalbirthdate datenaissanceanimal geborenam geburtsdatum
  deceased life telling holding: decede decedee deceased dead mort estdecede isdeceased deces isdead morte flgdeceased
      animaleuthanized patientstatus petstatus animalstatus statutanimal statutpatient statutdelanimal etatanimal
      etatpatient lifestatus vitalstatus estmort verstorben @last status statut
  state life holding: @last @last status statut statutanimal statutpatient patientstatus petstatus animalstatus etat
      state
  deceased_on date telling holding: datedeces datededeces deceaseddate dateofdeath deathdate datemort datedeceased
      deceasedon deceaseddateofdeath dod death animaldeceaseddate decedele mortle dcdle dateofdeathdod patientdod
      datededecesanimal verstorbenam
  other_clinic elsewhere telling holding: autreclinique otherclinic clientautreclinique suiviailleurs
      regularelsewhere autrevet othervet referral referred refere
  given_away_on date telling: datedon donnele givenawayon dategivenaway dateadoption datedepart
  death_reason text: reasonofdeath deathreason causeofdeath raisondeces raisondudeces causedeces causedudeces
      motifdeces motifdudeces
  active yes: active actif isactive flgactive activestatus isclient patientactive animalactif estactif
  inactive yes: inactive inactif flginactive isinactive estinactif archived archive isarchived
  deleted yes: deleted isdeleted supprime efface flgdeleted
  no_reminders yes: suspendreminders flgsuspendreminders suspendrappels suspendrerappels susprappels noreminders
      noreminder sansrappel sansrappels pasderappel pasderappels aucunrappel norecalls norecall donotremind
      excludefromreminders
  stop_reminders yes: stopreminders stopreminder stoprappels stoprappel arreterrappels
  no_reminders_until date: suspenduntil suspendremindersuntil noremindersuntil stopremindersuntil suspendujusquau
      pasderappelavant sansrappeljusquau
  note note: @note
"""
