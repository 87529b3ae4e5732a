//! Labels in English, German, French, Spanish, Italian, Dutch, Portuguese, romanized Japanese, and the commonest of
//! the Nordic languages, Polish, Czech and Turkish. Written by us from the forms that hospitals and devices use; parted
//! by commas, without accents.

use super::class::Class;

/// How a label must be written to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// Also without a colon.
    Plain,
    /// Only before a colon, `=` or `#`: the word means other things too.
    Marked,
}

use Class::*;
use Strength::{Marked, Plain};

/// Every label.
#[rustfmt::skip]
pub(super) const LABELS: &[(Class, Strength, &str)] = &[
    (Name, Plain, "name, patient name, patients name, pat name, pt name, name of patient, patient full name, full name, \
        last name, first name, middle name, given name, family name, surname, maiden name, birth name, previous name, \
        mothers name, fathers name, last first, name last first, name first last, name id, next of kin, resp party, \
        emergency contact"),
    (Name, Marked, "patient, pat, pt, mother, father, husband, spouse, guardian, contact, client, owner, last, first, names, \
        nm, alias, aka, relative, subject"),
    (Name, Plain, "nachname, vorname, name vorname, vorname name, vor und nachname, familienname, geburtsname, \
        patientenname, name des patienten, zuname, rufname, patientin, angehorige"),
    (Name, Plain, "nom, prenom, prenoms, nom prenom, nom et prenom, nom de naissance, nom de jeune fille, nom usuel, \
        nom de famille, nom patient, nom du patient, nom patronymique, patiente"),
    (Name, Plain, "nombre, apellido, apellidos, nombre y apellidos, nombre apellidos, apellidos y nombre, \
        apellidos nombre, paciente, nombre paciente, nombre del paciente, primer apellido, segundo apellido"),
    (Name, Plain, "nome, cognome, cognome e nome, cognome nome, nome e cognome, nome cognome, paziente, nome paziente, \
        nome del paziente, nominativo, assistito"),
    (Name, Plain, "naam, voornaam, achternaam, patientnaam, naam patient, geboortenaam, meisjesnaam, voorletters, roepnaam"),
    (Name, Plain, "nome do paciente, nome completo, sobrenome, apelido, nome paciente, nome da mae, nome utente"),
    (Name, Plain, "shimei, kanja, kanjamei, kanja shimei, kanja mei, onamae, namae, seimei, furigana, kanjya, kanjyamei"),
    (Name, Plain, "navn, namn, nimi, imie, nazwisko, imie i nazwisko, nazwisko i imie, jmeno, prijmeni, adi soyadi, \
        ad soyad, hasta adi, fornavn, etternavn, efternavn, fornamn, efternamn, sukunimi"),

    (Physician, Plain, "ref phys, ref physician, ref phy, refphys, referring physician, referring phys, referring doctor, \
        referring md, referring dr, referring provider, ref dr, ref md, ref doc, ref by, refd by, referred by, physician, \
        physicians, physician name, performing physician, perf physician, perf phys, reading physician, \
        attending physician, attending, att phys, requesting physician, req physician, req phys, ordering physician, \
        ord phys, ordering provider, ordered by, requested by, interpreting physician, reported by, read by, dictated by, \
        signed by, electronically signed by, reviewed by, approved by, verified by, interpreted by, consultant name, \
        family doctor, primary care, primary physician, responsible physician, doctor name, phys of record"),
    (Physician, Marked, "referrer, referring, referral, requesting, radiologist, cardiologist, surgeon, consultant, provider, \
        doctor, gp, phys, reporting, reader, dr, md, specialist, rad, resident, fellow, ref, obstetrician, pathologist, \
        midwife, requester, practitioner, attn, cc to"),
    (Physician, Plain, "arzt, arztin, aerztin, uberweiser, ueberweiser, uberweisender arzt, zuweiser, zuweisender arzt, \
        zuweisung durch, einweiser, einsender, hausarzt, befunder, untersucher, chefarzt, oberarzt, \
        behandelnder arzt, anforderer, anfordernder arzt, auftraggeber, befundender arzt, untersuchender arzt, operateur"),
    (Physician, Plain, "medecin, medecin referent, medecin traitant, medecin prescripteur, medecin demandeur, prescripteur, \
        correspondant, docteur, praticien, demandeur"),
    (Physician, Plain, "medico, medico solicitante, medico referente, medico peticionario, facultativo, solicitante, \
        medico assistente, medico requisitante, medico curante, medico richiedente, medico refertante, medico referente, \
        richiedente, dottore, medico inviante, solicitado por, remitido por, informado por"),
    (Physician, Marked, "radiologe, radiologue, radiologo, radiologa, radioloog, kardiologe, medica, doctora, dott, zuw, uberw, \
        behandler, specialiste"),
    (Physician, Plain, "arts, huisarts, verwijzer, verwijzend arts, aanvrager, aanvragend arts, behandelaar, behandelend arts"),
    (Physician, Plain, "ishi, ishimei, tantoui, tanto i, tantou ishi, shuji i, irai i, iraii, dokueii, lege, laege, lakare, \
        lekarz, lekar, doktor"),

    (Operator, Plain, "operator, operators, operator name, operator id, tech id, tech name, tech initials, technologist, \
        technologists, technician, tech, initials, radiographer, sonographer, performed by, perf by, acquired by, scanned by, done by, \
        taken by, printed by, user name, username, user id, entered by, examined by, created by, prepared by, transcribed by, \
        transcribed, transcriber, transcriptionist, typed by, employee name, checked by, injected by"),
    (Operator, Marked, "op, oper, opr, by, user, staff, nurse, examiner, login, init, sono, echographer, rdg, \
        rt r, sonog, tec, performer, author"),
    (Operator, Plain, "mtra, mtr, bediener, benutzer, durchgefuhrt von, gedruckt von, erstellt von, angefertigt von, \
        manipulateur, manipulatrice, operateur, technicien, utilisateur, realise par, effectue par, imprime par, \
        operador, operadora, tecnico, tecnica, usuario, realizado por, operatore, utente, tsrm, eseguito da, \
        tecnico radiologo, laborant, laborante, gebruiker, uitgevoerd door, executado por, gishi, gishimei, kensa gishi, \
        bruker, anvandare, technik"),
    (Operator, Marked, "mta, manip, assistenz, assistentin, kurzel, zeichen"),

    (Birth, Plain, "dob, d o b, date of birth, birth date, birthdate, birth, birthday, born, born on, birth dt, dateofbirth, \
        pat dob, patient dob, patient birth date, patients birth date, patient birthdate, dob age, name dob, dob sex"),
    (Birth, Plain, "geb, geb am, geboren, geboren am, geburtsdatum, geb datum, geb dat, gebdat, gebdatum, geburtstag, gebtag, \
        pat geb, gebam, g dat"),
    (Birth, Plain, "ne le, nee le, ne e le, nee, date de naissance, date naissance, date naiss, date de naiss, ddn, \
        naissance, naiss, d naiss, dt naissance"),
    (Birth, Plain, "fecha de nacimiento, fecha nacimiento, fecha nac, fecha de nac, fec nac, fec nacimiento, f nac, f nacim, \
        f de nac, f nacimiento, f de nacimiento, fdn, nacimiento, nacido, nacida, nacido el, nacida el, fech nac"),
    (Birth, Plain, "nato il, nata il, nato, nata, nato a, nato a il, nata a, data di nascita, data nascita, data nasc, nascita, \
        d nascita, geboortedatum, geb dtm, geboren op, geboorte, data de nascimento, data nascimento, nasc, nascimento, \
        dt nasc, dt nascimento, d nasc, data de nasc, nascido em, nascida em, dn nasc"),
    (Birth, Plain, "seinengappi, seinen gappi, tanjoubi, tanjobi, fodt, fodd, fodelsedatum, fodselsdato, fodselsdag, \
        data urodzenia, data ur, datum narozeni, dat nar, dogum tarihi, syntymaaika"),
    (Birth, Marked, "bd, b d, ne, nac, dn, ur, nar, f n, umare, birt, bdate, b date, born date"),

    (Date, Plain, "date, dates, study date, exam date, examination date, acquisition date, acq date, scan date, series date, \
        date of exam, date of study, date of service, date of examination, date of scan, print date, printed, printed on, \
        report date, admission date, admitted, discharge date, content date, image date, date time, datetime, time, \
        study time, exam time, acq time, acq tm, acquisition time, scan time, date taken, taken, lmp, edd, edc, \
        date of admission, order date, visit date, performed on, signed on, collected, creation date, start time, end time, \
        study date time, exam date time, date study, date exam, content time, series time, image time, due date, surgery date"),
    (Date, Plain, "datum, untersuchungsdatum, unters datum, aufnahmedatum, aufnahme am, datum zeit, datum uhrzeit, druckdatum, \
        uhrzeit, zeit, untersuchung vom, untersuchung am, befund vom, aufnahme vom, erstellt am, gedruckt am, vom, \
        date examen, date de lexamen, date dexamen, examen du, date heure, date et heure, heure, imprime le, realise le, \
        date dacquisition, fecha, fecha de estudio, fecha estudio, fecha del estudio, fecha examen, fecha hora, hora, \
        fecha de examen, fecha y hora, data, data esame, data dellesame, data studio, data ora, data e ora, ora, \
        esame del, datum onderzoek, onderzoeksdatum, datum tijd, tijd, opnamedatum, data do exame, data exame, data hora, \
        data estudo, kensabi, kensa bi, satsueibi, satsuei bi, hizuke, jikan, nichiji, dato, tarih, pvm, tid, data badania, \
        letzte regel, ddr, fum, dum"),
    (Date, Marked, "dos, d t, d, scan, acq, acquired, dt, started, reported, verified, examined, del, em, le, am, \
        created, received, ordered, updated"),

    (Age, Plain, "age, patient age, pat age, pt age, age sex, sex age, age gender, alter, patientenalter, edad, eta, leeftijd, idade, nenrei, \
        alder, wiek, age at exam, age at scan, age at study, age at acquisition, age at diagnosis, age at time of exam, edad sexo, age sexe, alter geschlecht, eta sesso, nenrei seibetsu"),
    (Age, Marked, "yas, ika, vek, a s, age y, yrs, years"),

    (Record, Plain, "mrn, patid, pat id nr, pat id no, patient id nr, patient id no, patient id number, patient id, pat id, pt id, patients id, pid, patient identifier, patient ids, name mrn, mrn dob, \
        medical record, med rec, ssn, social security, social sec, nhs no, nhs number, chi no, chi number, hospital no, \
        hospital number, hosp no, unit number, unit no, upi, cpi, mpi, ur no, urn, emr no, ehr id, health card, \
        medicare no, medicare number, medicaid no, member id, subscriber id, policy no, policy number, policy id, \
        account no, account number, acct no, acct, visit id, visit no, visit number, encounter id, encounter no, csn, \
        episode no, patient number, patient no, patient num, patient nr, pat no, pat num, pt no, chart no, chart number, \
        record no, record number, file no, file number, folder no, id no, id number, id num, insurance id, insurance no, \
        national id, passport no, passport, driver license, license no, lic no, npi, study id patient, other ids, other id, \
        other patient ids, issuer id, admission id, admission no, subject id, screening no, randomization no, mr number, mr no, \
        claim no, group no, employee no, employee nr, employee number, employee id, employee, staff no, staff number, staff id, \
        badge no, badge id, personnel no, medicare, medicaid, ni no, ni number, national insurance, \
        national insurance no, national insurance number, nino, social security no, social security number, health card no, \
        health insurance no, personalnummer, personal nr, mitarbeiter nr, matricule, beneficiary id, donor id, animal id, microchip"),
    (Record, Marked, "id, mr, chi, chart, record, registry, registration, reg no, reg nr, reg, account, visit, encounter, stay, \
        fin, member, insurance no, hn, an, vn, ic, nric, ip no, op no, uhid, cr no, ref no, reference, reference no, \
        file, folder, patients, nhs, hospital id, ipno, opno, barcode"),
    (Record, Plain, "patnr, pat nr, patienten nr, patientennr, patientennummer, patienten id, patienten no, fallnummer, fall nr, \
        fallnr, aufnahmenummer, aufnahmenr, aufnahme nr, versichertennummer, versicherten nr, versicherungsnummer, \
        versicherungs nr, vers nr, kvnr, kv nr, sv nr, svnr, ahv nr, ahv, iban, patientenkennung, akten nr, aktennummer, \
        archivnummer, archiv nr, lanr, bsnr, kassen nr, id nr"),
    (Record, Plain, "n dossier, no dossier, num dossier, numero dossier, n de dossier, numero de dossier, dossier, n patient, \
        no patient, numero patient, num patient, ipp, n ipp, iep, n iep, nip, n nip, nir, n secu, no secu, n ss, \
        numero de securite sociale, n securite sociale, n de sejour, n sejour, id patient, identifiant, identifiant patient, \
        code patient, n adherent"),
    (Record, Plain, "nhc, n historia, no historia, num historia, numero historia, historia clinica, n historia clinica, n hc, dni, \
        n paciente, numero paciente, id paciente, expediente, n expediente, cedula, rut, curp, nss, n ss, \
        tarjeta sanitaria, codigo paciente, cip, afiliado, n afiliado, legajo"),
    (Record, Plain, "codice fiscale, cod fiscale, cod fisc, codice paziente, cod paziente, id paziente, n cartella, nosologico, \
        tessera sanitaria, cartella clinica, patientnummer, patientennummer, patient nummer, bsn, dossiernummer, \
        ziekenhuisnummer, n processo, no processo, num processo, numero processo, n utente, no utente, numero utente, \
        num utente, n de utente, cpf, n sns, prontuario, n prontuario, matricula, niss, registro geral, codigo do paciente, \
        polisnummer, zisnummer"),
    (Record, Plain, "kanja id, kanjaid, kanja bangou, kanja bango, karute, karute bangou, karute no, karuteno, shinsatsuken, \
        shinsatsuken bangou, hokensha bangou, cpr, cpr nr, cpr no, personnummer, pers nr, persnr, pesel, nr pesel, \
        rodne cislo, henkilotunnus, fodselsnummer, tc kimlik, tc no, hasta no, protokol no, dosya no"),
    (Record, Marked, "cf, nie, nif, cns, sns, rg, processo, registro, utente no, hetu, rc, bangou, bango, zis, cartella, kasse nr, fall, \
        no, nr, n, num, numero, nummer, number, hc, ss, usuario no, secu, kk nr, historia"),

    (Accession, Plain, "accession, accession no, accession nr, accession number, accession num, accession id, acc no, acc num, \
        acc nr, acc number, accno, accn, accnum, order no, order nr, order number, order id, request no, request number, \
        request id, req no, requisition no, requisition, exam id, exam no, exam number, examination no, study id, study no, \
        study number, case no, case number, case id, film no, film number, x ray no, xray no, xray number, plate no, lab no, \
        lab number, specimen no, specimen id, specimen, slide id, slide no, block id, procedure id, procedure no, \
        series uid, study uid, sop uid, instance uid, report no, report id, ris no, pacs id, study instance uid, \
        series instance uid, sop instance uid, placer order, filler order, disc no, cd no, file name, filename"),
    (Accession, Marked, "acc, acn, asn, exam, ex, study, order, request, req, case, ris, slide, block, film, job, lab, plate, \
        uid, task id, report"),
    (Accession, Plain, "auftragsnr, auftrags nr, auftragsnummer, anforderungsnr, anforderungsnummer, anforderungs nr, \
        untersuchungsnr, untersuchungs nr, untersuchungsnummer, unters nr, befundnr, befund nr, roentgen nr, rontgen nr, \
        rontgennummer, n examen, no examen, numero examen, num examen, n accession, n acces, numero acces, n demande, \
        numero dacces, n peticion, num peticion, numero peticion, n estudio, numero estudio, num estudio, n accesion, \
        numero de acceso, no acceso, numero accettazione, n accettazione, accettazione, n esame, numero esame, n richiesta, \
        numero richiesta, onderzoeksnummer, onderzoek nr, aanvraagnummer, aanvraag nr, n pedido, numero pedido, pedido, \
        n exame, numero exame, num exame, uketsuke, uketsuke bangou, uketsuke no, kensa bangou, kensa no, irai bangou, \
        irai no, biopsie nr, histo nr, einsende nr"),
    (Accession, Marked, "auftrag, peticion, demande, richiesta, esame no, untersuchung nr, exame no"),

    (Phone, Plain, "tel, tel no, tel nr, telephone, telephone no, phone, phone no, phone number, home phone, work phone, \
        fax, fax no, tel fax, telfax, telefax, phone fax, telefon, telefonnummer, telefonnr, telefono, telefoon, telefone, \
        rufnummer, tlf, tlf nr, telemovel, celular, movil, cellulare, pager, beeper, bleep, denwa, denwa bangou, fakkusu, \
        mobile no, mobile phone, cell phone, contact no, contact number, call back, callback, hotline, handynummer, durchwahl, \
        whatsapp, puhelin, numero de telephone"),
    (Phone, Marked, "ph, t, f, mobile, mobil, mob, cell, handy, fon, fn, ext, extn, dect, gsm, portable, call, puh"),

    (Institution, Plain, "institution name, institution, inst name, facility name, hospital name, clinic name, department name, \
        institutional department name, performing site, ordering facility, sending facility, referring facility, \
        name of hospital, klinikname, etablissement, institucion, istituzione, instelling, instituicao, byouinmei, \
        byouin mei, shisetsu, shisetsumei, shisetsu mei, krankenkasse, kostentrager, versicherung, mutuelle, aseguradora, \
        obra social, convenio, insurance company, insurance name, payer, krankenversicherung, ziektekostenverzekering"),
    (Institution, Marked, "hospital, hosp, inst, facility, clinic, practice, site, department, dept, ward, location, loc, \
        center, centre, company, organization, organisation, klinik, krankenhaus, praxis, abteilung, abt, institut, \
        einrichtung, standort, hopital, clinique, service, cabinet, clinica, centro, servicio, departamento, ospedale, \
        istituto, reparto, struttura, ziekenhuis, afdeling, kliniek, unidade, servico, byouin, byoin, insurance, kasse, \
        trust, sykehus, sygehus, sjukhus, szpital, campus, unite, unidad, azienda, provenienza, procedencia, origem, \
        shinryouka, byoutou, assurance, convenio medico"),

    (Station, Plain, "station name, workstation, work station, workstation name, ae title, aetitle, host name, hostname, \
        device id, system id, machine id, equipment id, scanner id, computer name, room no, room number, zimmer nr, raum nr, \
        bed no, ward no, console id, location id, detector id, ip address, mac address, gantry id, printer name, server"),
    (Station, Marked, "station, stn, ws, aet, ae, host, room, bed, saal, raum, zimmer, sala, salle, kamer, machine, system, \
        equipment, scanner, console, estacion, postazione, estacao, poste, device, pc, ip, mac, byoushitsu, ou, printer, \
        gerat, appareil, equipo, apparecchio, toestel, aparelho, letto, lit, cama, leito, bett, cabin, unit"),

    (Serial, Plain, "s n, serial, serial no, serial nr, serial number, serial num, ser no, ser nr, serial id, serien nr, \
        seriennr, seriennummer, n serie, no serie, num serie, numero serie, n de serie, numero de serie, numero di serie, \
        numero de serie, serienummer, gerate nr, geratenummer, device serial, device serial number, device serial no, \
        device sn, detector serial, detector serial no, detector serial number, detector sn, det sn, tube sn, probe sn, \
        tube serial, unit serial no, asset no, asset tag, asset id, system serial no, sistem no, seizou bangou, equipment no, \
        inventar nr, inventarnummer, udi, host id"),
    (Serial, Marked, "sn, ser, matricola, asset, inv nr, plate id"),

    (Address, Plain, "address, plz, zip, home address, street address, mailing address, adresse, anschrift, adresse postale, direccion, \
        domicilio, indirizzo, residenza, adres, woonplaats, endereco, morada, juusho, jusho, zip code, postal code, postcode, \
        code postal, codigo postal, postleitzahl, wohnort, postnummer, adress, adres zamieszkania"),
    (Address, Marked, "addr, add, street, strasse, str, ort, city, town, county, state, country, ville, ciudad, \
        citta, comune, cidade, stadt, cap, cep, cp, rue, via, calle, rua, land, provincia, residence, localidad, bairro"),

    (Email, Plain, "email, e mail, email address, e mail address, correo, correo electronico, courriel, adresse email, mailto"),
    (Email, Marked, "mail"),
    (Url, Marked, "web, website, url, homepage, internet, www, site web, sito"),
    (Profession, Marked, "occupation, profession, employer, job title, beruf, arbeitgeber, employeur, ocupacion, profesion, \
        professione, beroep, profissao, shokugyou, religion, race, ethnicity, nationality, marital status"),

    (Sex, Plain, "sex, gender, geschlecht, sexe, sexo, sesso, geslacht, seibetsu, sex m f, patient sex, patients sex, \
        pat sex, kon, kjonn, kon, plec, genero"),

    (Neutral, Plain, "patient position, patient orientation, patient weight, patient size, patient height, pat pos, patient pos, \
        pat position, patient entry, patient dose, patient thickness, patient table, protocol name, series name, study name, \
        exam name, preset name, probe name, procedure name, model name, filter name, file type, device name, coil name, \
        sequence name, sequence, protocol, series description, study description, series, series no, series number, series nr, \
        image no, image nr, image number, image, slice no, slice, frame no, frame number, frame, birth weight, model no, \
        model, version, software version, software, software id, part no, weight, height, size, bsa, bmi, kv, kvp, ma, mas, \
        fov, zoom, tr, te, ti, thickness, depth, gain, window, level, exposure, exposure time, exam type, exam description, \
        study type, procedure, body part, view, view position, laterality, priority, comment, comments, kernel, filter, \
        contrast, dose, dap, dlp, ctdi, ctdivol, tech factors, scan type, scan time s, scan mode, scan options, time of flight, time point, \
        echo time, repetition time, inversion time, delay time, rotation time, trigger time, frame time, age of gestation, \
        gestational age, bone age, phone position, date format, acquisition matrix, acq matrix, image time ms, study comments, \
        examination, modality, manufacturer, untersuchung, groesse, gewicht, grosse, poids, taille, peso, talla, diagnosis, \
        indication, history, clinical history, findings, impression, technique, diagnose, befund, fragestellung, ga, \
        frame rate, heart rate, hr, bp, ed time, time avg, time max, acc time, accel time, acc factor, dec time, id volume"),
    (Neutral, Marked, "se, im, img, w, l, c, ww, wl, wc, sl, thk, mag, lat, pos, position, type, mode, map, st, sp, rot, tilt, fa, \
        nex, bw, mi, tis, tib, ei, di, sid, sod, grid, focus, matrix, flip, angle, speed, bild, serie, coupe, imagen, immagine, \
        rev, sw, fw, ver"),
];
