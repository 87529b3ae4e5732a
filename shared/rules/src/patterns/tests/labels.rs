use super::*;

#[track_caller]
fn check_all(texts: &[&str]) {
    for text in texts {
        check(text);
    }
}

#[test]
fn the_value_of_an_english_label_is_phi_and_the_label_is_not() {
    check_all(&[
        "DOB: [01/02/1980]",
        "DOB [01/02/1980] L",
        "Date of Birth [1 Feb 1980]",
        "Patient Name: [QUILLFEATHER TAMSIN]",
        "Patient Name [Quillfeather, Tamsin]",
        "MRN: [12345]",
        "MRN [123456]",
        "Pat. ID [A 12345]",
        "Acc# [4711]",
        "Exam: [4711]",
        "Study: [01.02.2000]",
        "Accession No: [AB-4711]",
        "Tel: [555 1234]",
        "Fax [030 1234567]",
        "Ref. Phys: [Quillfeather]",
        "Referring Physician: [T. Quillfeather]",
        "Operator: [TQ]",
        "Tech: [TQ]",
        "Tech [Quill]",
        "Initials [TQ]",
        "Hospital: [Quill Valley]",
        "Inst: [Quill Valley]",
        "Station: [CT01]",
        "S/N: [40711]",
        "Serial No. [AB40711]",
        "Age: [34]",
        "Address: [1 Quill Lane Featherton]",
    ]);
}

#[test]
fn labels_of_other_languages_count_too() {
    check_all(&[
        "Geb.: [1.2.80]",
        "geb. am [01.02.1980]",
        "Pat.-Nr.: [4711]",
        "Name, Vorname: [Federkiel, Tamsin]",
        "Arzt: [Federkiel]",
        "Überweiser: [Dr. Federkiel]",
        "Klinik: [Am Federberg]",
        "Praxis: [Federkiel]",
        "Tel. [0711 123456]",
        "Geburtsdatum [01.02.1980]",
        "Né le [01/02/1980]",
        "Née le: [01/02/1980]",
        "Nom: [DELAPLUME]",
        "Prénom: [Tamsine]",
        "N° dossier: [4711]",
        "Médecin: [Delaplume]",
        "Hôpital: [La Plume]",
        "Fecha de nacimiento: [01/02/1980]",
        "Apellidos: [Plumero]",
        "Médico: [Plumero]",
        "Nato il [01/02/1980]",
        "Cognome: [Pennabianca]",
        "Codice fiscale: [PNNTMS]",
        "Geboortedatum: [01-02-1980]",
        "Achternaam: [Veermans]",
        "Huisarts: [Veermans]",
        "Data de nascimento: [01/02/1980]",
        "N. processo: [4711]",
        "Shimei: [HANEDA]",
        "Kanja ID: [4711]",
        "[Haneda Byouin] Kanja [HANEDA]",
        "PLZ [70173]",
        "Seinengappi: [S55.1.1]",
        "Byouin: [Haneda]",
    ]);
}

#[test]
fn a_label_and_its_value_may_be_one_word() {
    check_all(&[
        "[ID:12345]",
        "[Name=QUILL]",
        "[Name:QUILL] [TAMSIN] L",
        "[MRN123456]",
        "[geb.01.02.80]",
        "[DOB:01.02.1980]",
        "Patient [Name:QUILL]",
    ]);
}

#[test]
fn a_label_may_be_misread() {
    check_all(&[
        "D0B: [01.02.1980]",
        "Narne: [Quill]",
        "Patlent lD: [4711]",
        "Pat1ent ID: [4711]",
        "|D: [4711]",
        "Geburtsdatun: [1.2.80]",
        "Accessian: [4711]",
        "Hospitai: [Quill Valley]",
        "Pati ent Na me: [Quill]",
        "Name; [Quill]",
        "Name : [Quill]",
        "Name = [Quill]",
    ]);
}

#[test]
fn a_value_ends_at_the_next_label_or_at_something_harmless() {
    check_all(&[
        "Name: [Quill Tamsin] DOB: [01.02.1980] Sex: F",
        "ID: [4711] 120 kVp",
        "ID: [4711] L",
        "MRN: [12345] W 400 L 40",
        "Name: [Quill] Zoom: 1.5",
        "Station: [CT01] 512x512",
        "Name: [QUILL] PA",
        "Age: [34] Sex: M",
        "Hospital: [Quill] kVp: 120",
    ]);
}

#[test]
fn a_value_may_stand_at_the_start_of_the_next_line() {
    check_all(&[
        "Patient Name:\n[QUILL, TAMSIN]",
        "DOB:\n[01.02.1980] L",
        "MRN:\n[12345]",
        "Name:\nDOB: [1.2.1980]",
        "Name:\nL\nPA",
        "Name:\nCHEST PA",
    ]);
}

#[test]
fn a_row_under_a_row_of_labels_holds_their_values() {
    check_all(&["Name DOB MRN\n[QUILL] [01.02.1980] [12345]"]);
}

#[test]
fn a_surname_that_is_a_body_part_is_a_name_right_after_its_label() {
    check_all(&["Name: [HAND]", "Patient: [Foot, Chin]", "Nachname: [Long]"]);
}

#[test]
fn a_label_that_means_other_things_counts_before_a_colon_only() {
    check_all(&[
        "Tech factors",
        "ACC 2",
        "Unit mm",
        "PRONE: 1",
        "Station",
        "Time 12.5 s",
        "Scan Time: 2.3 s",
        "Date",
        "PORTABLE 12",
        "Patient supine",
        "Center 40 Width 400",
        "ID",
    ]);
}

#[test]
fn labels_of_technique_have_no_identifying_value() {
    check_all(&[
        "Protocol Name: Head Routine",
        "Patient Position: HFS",
        "Series Name: T2 TSE",
        "Sex: M",
        "Software Version: 4.1.3",
        "Weight: 70 kg",
        "Image No: 12",
        "Echo Time: 12 ms",
    ]);
}

#[test]
fn a_label_without_its_value_is_harmless_itself() {
    let text = PhiText::new("Patient Name: Quill\nSex: F".into());
    let document = Document::new(&text);
    let opinions = PATTERNS.opinions(&document);
    let harmless: Vec<_> = opinions
        .iter()
        .filter(|opinion| opinion.category == PhiCategory::Harmless)
        .map(|opinion| (opinion.words.clone(), opinion.score))
        .collect();
    assert_eq!(harmless, [(0..2, 0.0), (3..4, 0.0)]);
}

#[test]
fn a_value_has_the_category_and_the_source_of_its_label() {
    for (text, category, source) in [
        ("DOB: 1.2.80", PhiCategory::Date, "birth-date"),
        ("Name: Quill", PhiCategory::Name, "name"),
        ("Ref. Phys: Quill", PhiCategory::Name, "physician"),
        ("Tech: TQ", PhiCategory::Name, "operator"),
        ("MRN: 4711", PhiCategory::Id, "record-number"),
        ("Acc#: 4711", PhiCategory::Id, "accession-number"),
        ("S/N: 4711", PhiCategory::Id, "serial-number"),
        ("Station: 4711", PhiCategory::Id, "station"),
        ("Tel: 4711", PhiCategory::PhoneOrFax, "phone"),
        ("Klinik: Quill", PhiCategory::Institution, "institution"),
        ("Anschrift: Quill", PhiCategory::Address, "address"),
        ("Age: 93", PhiCategory::Age, "age"),
        ("E-Mail: tq@quill", PhiCategory::Email, "email"),
        ("Beruf: Imker", PhiCategory::Profession, "profession"),
    ] {
        assert!(score(text, category, source) >= 0.9, "{text}");
    }
}
