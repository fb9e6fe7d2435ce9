"""What happened, what is planned, and what is to be reminded of."""

VISITS = """
  number ident required essential: novisite numerovisite idvisite visiteid visitid visitno visitnumber visit#
      noconsultation numeroconsultation consultationid consultid encounterid examid noexamen @any
  animal reference required essential: @animal
  visited_on date required essential: date datevisite visitdate dateofvisit dateconsultation consultationdate
      visitedon datedevisite consultdate encounterdate dateexamen
  reason text: @reason
  veterinarian veterinarian: @vet
  note note: @note
"""

APPOINTMENTS = """
  number ident required essential: nordv numerordv idrdv rdvid norendezvous idrendezvous norendez-vous appointmentid
      appointmentno appointmentnumber apptid apptno appt# appointment# bookingid eventid appointmentpimsid @any
  animal reference required essential: @animal
  starts_at instant required essential: debut dateheure start starttime startdatetime startsat datedebut heuredebut
      datetime dateetheure appointmentdatetime begin appointmentstart startdate appointmentdate daterdv
      daterendezvous apptdate scheduledstarttime scheduledstarttimec scheduledstart startingat date
  time time: heure time heurerdv appointmenttime appttime heurerendezvous heurededebut
  minutes minutes telling: dureeminutes duree minutes scheduledminutes duration durationminutes length lengthminutes
      dureemin durationmin
  units minutes: units unites nbunites timeunits
  unit_length minutes: unitlength dureeunite minutesperunit
  cancelled yes: iscancelled cancelled canceled iscanceled cancelledc annule annulee estannule
  deleted yes: deleted isdeleted supprime
  ends_at instant telling: fin end endtime enddatetime endsat datefin heurefin appointmentend scheduledendtime
      scheduledendtimec scheduledend
  veterinarian veterinarian: ressource resource @vet salle room column colonne
  type appointment_type: type typerdv appointmenttype typerendezvous appttype category categorie typederdv
      typederendezvous
  reason text: @reason
  status status telling: statuspimsdescription statusnormalizeddescription statusdescription statut status etat
      appointmentstatus apptstatus statutrdv state
"""

REMINDERS = """
  number ident required essential: norappel numerorappel numrappel idrappel rappelid reminderid reminderno
      remindernumber reminder# recallid recallno recallnumber norelance idrelance codealerte reminderpimsid @any
  animal reference: @animal @last petname patientname animalname nomanimal
  client reference: @client @last @whose
  type reminder_type required telling: typerappel typederappel remindertype recalltype nomrappel remindername
      remindertypename remindertypedescription vaccine vaccinationtype vaccin vaccination rappel reminder recall
      relance type categorie category @last description codedescription libelle codetype code
  due_on date required essential telling: echeance dateecheance datedecheance daterappel datedurappel duedate
      datedue due dueon reminderdate recalldate dateprevue daterelance prochainrappel nextdue duele reminderduedate
      nextduedate vaccinationduedate rappelvaccin prochainvaccin faelligam
  deleted yes: deleted isdeleted supprime supprimee efface effacee void voided
  sent_on date: lastsent lastsentdate lastremindeddate reminderlastsentdate lastreminded lastremindersent
      derniercontact dernierenvoi datedernierenvoi lastcontact lastcontactdate
  done yes: fait faite envoye envoyee sent done contacte contacted
  done_on date: dateenvoi datedenvoi envoyele faitle datefait datefaite sentdate datesent senton datedone doneon
      datecontact
  status reminder_status holding: statut status etat state statutrappel reminderstatus
  created_on date: datecreation datecree created datecreated createddate
  note note: @note texte text details @last @last description libelle
"""
