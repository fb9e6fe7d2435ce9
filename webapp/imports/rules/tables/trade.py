"""What is on the price list, and what was sold."""

ITEMS = """
  name_fr text: descriptionfr descriptionfrancaise nomfr libellefr descfr frenchdescription descriptionfrancais
      descriptionfrench namefr description libelle designation nom name produit service article itemname
      itemdescription descriptionarticle productname servicename descriptionproduit descriptionservice
  name_en text: descriptionen descriptionanglaise nomen libelleen descen englishdescription descriptionanglais
      descriptionenglish nameen
  category category: categorierevenu categorierevenus revenuecategory categoriederevenu categorie category
      incomecategory groupe group famille department departement revenuegroup incomeaccount revenuecenter
      revenucategorie categorievente categorydescription categoryname nomcategorie servicecategory productcategory
      itemcategory @last categorycode codecategorie
  ledger_code text: codegl gl glcode comptegl glaccount codegrandlivre grandlivre ledgercode compte accountcode
      nocompte generalledger comptecomptable ledger
  classification text: classification classe class type souscategorie subcategory sousfamille classificationproduit
      itemtype
  item_kind item_kind: produitouservice productorservice
  price_cents money: prix price baseprice standardprice prixdebase prixvente sellingprice unitprice prixunitaire tarif
      listprice prixdetail retailprice prixdevente sellprice
  invalid yes: invalide invalid discontinue discontinued archive obsolete supprime inactif inactive retire
"""

PRODUCTS = """
  code ident required essential: codeproduit productcode noproduit numeroproduit productid produitid idproduit
      codearticle itemcode itemid sku code_produit code stockcode inventorycode productno itemno noarticle
      planitemid @any
  manufacturer text telling: manufacturier manufacturer fabricant maker laboratoire lab fournisseur supplier marque
      brand vendor compagnie
  planogram text telling: planogramme planogram emplacement shelf tablette location localisation
"""

SERVICES = """
  code ident required essential: codeservice servicecode noservice numeroservice serviceid idservice codeacte acte
      treatmentcode procedurecode codetraitement code_service code serviceno codearticle itemcode itemid @any
  only_in_groups yes telling: groupeseulement seulementengroupe onlyingroups uniquementgroupe grouponly
      groupeuniquement dansgroupeseulement seulementdansgroupe
"""

SALES = """
  number ident required essential: noligne numeroligne idligne ligneid lineid lineno linenumber saleid saleno
      idvente novente numerovente venteid transactionid notransaction transactionno invoicelineid itemlineid
      chargeid invoicelinereference @any
  void yes: isvoided voided void annule annulee invoicevoid estannule estannulee cancelled iscancelled isvoid
  deleted yes: deleted isdeleted supprime supprimee efface effacee
  payment yes: ispayment estpaiement paiement payment
  estimate yes: isestimate estimate devis soumission isquote
  line_type line_type: linetype typeligne typedeligne typedescription recordtype transactiontype lineitemtype
      invoicestatus statutfacture
  returned_milli quantity: returnedquantity returnquantity qteretournee quantiteretournee returnedqty
  invoice text telling: nofacture numerofacture facture invoice invoiceno invoicenumber invoiceid idfacture invoice#
      invno nofact
  sold_on date required essential: date datevente datefacture saledate invoicedate solddate soldon transactiondate
      dateservice servicedate dateofservice datetransaction invoicelinedate itemdate invoicelinedatecreated
      planitemperformed performeddate lineitemdate
  client reference: @client @last @whose
  animal reference: @animal @last petname patientname animalname nomanimal
  item_kind item_kind telling: typearticle itemtype typeitem producttype type typeproduit productorservice
      produitservice
  item reference required essential: code codearticle itemcode codeproduit productcode article item itemid itemno
      codeservice servicecode produit product sku codeitem productid planitemid
  quantity_milli quantity essential telling: quantite qty quantity qte nombre nb units count planitemquantity
      lineqty
  amount_cents money required essential telling: montant amount total prixtotal totalprice extendedprice extended
      montanttotal linetotal totalligne soustotal subtotal netamount montantnet totalinvoicedincl lineamount
      planitemamount amountincl totalincl montantttc
"""
