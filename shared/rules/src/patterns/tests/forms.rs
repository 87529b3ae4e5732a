use super::*;

#[track_caller]
fn check_all(texts: &[&str]) {
    for text in texts {
        check(text);
    }
}

#[test]
fn dates_of_numbers_are_found_in_every_order() {
    check_all(&[
        "[2000-01-31]",
        "[31.01.2000]",
        "[1/31/2000]",
        "[31/1/00]",
        "[1.1.00]",
        "[2000/01/31]",
        "[20000131]",
        "[31012000]",
        "[01 02 2000]",
        "[1. 2. 2000]",
        "[31-01-00]",
        "['99/1/3]",
        "[01/1980]",
        "[1980-01]",
        "[(31.01.2000)]",
        "[31,01,2000]",
        "[lO.O1.2O00]",
        "[2000年1月31日]",
        "[H12.1.31]",
        "L [31.01.2000] PA",
        "[2000-01-31T13:45:01]",
        "[*01.02.1980]",
    ]);
}

#[test]
fn dates_with_names_of_months_are_found_in_every_language() {
    check_all(&[
        "[1-Jan-00]",
        "[JAN 1 2000]",
        "[Jan 31, 2000]",
        "[31 Jan 2000]",
        "[31. Januar 2000]",
        "[1er février 2000]",
        "[31 de enero de 2000]",
        "[31 gennaio 2000]",
        "[31 mei 2000]",
        "[31 de março de 2000]",
        "[01Jan2000]",
        "[31-Mrz-2000]",
        "[3l 0ct 2000]",
        "[I Feb 1980]",
        "[1. Z. 2000]",
        "[January 2000]",
        "[2000 Jan 31]",
        "[Mon 31 Jan 2000]",
        "[January 31st, 2000]",
        "[31 Jan]",
        "[31 Jan\n2000]",
    ]);
}

#[test]
fn times_are_found() {
    check_all(&[
        "[13:45]",
        "[13:45:01]",
        "[13:45:01.5]",
        "[1:45 PM]",
        "[1:45pm]",
        "[13.45 Uhr]",
        "[13h45]",
        "[31.01.2000] [13:45]",
        "[3 PM]",
    ]);
}

#[test]
fn ages_are_found_also_over_89() {
    check_all(&[
        "[34Y]",
        "[034Y]",
        "[34 yrs]",
        "[92 J]",
        "[92 J.]",
        "[103 years old]",
        "[006M]",
        "[O34Y]",
        "[34 ans]",
        "[92yo]",
        "[34-year-old]",
        "[34Y/M]",
        "[F/65]",
        "[34/F]",
        "[6 months]",
        "[94 Jahre alt]",
    ]);
}

#[test]
fn telephone_numbers_are_found() {
    check_all(&[
        "[+49 711 123456]",
        "[(555) 123-4567]",
        "[555-123-4567]",
        "[555.123.4567]",
        "[555-1234]",
        "[(5S5) 123-4567]",
        "[0711/123456]",
        "[0711 123456]",
        "[06 12 34 56 78]",
        "[06.12.34.56.78]",
        "[+1-555-123-4567]",
    ]);
}

#[test]
fn addresses_of_the_net_are_found() {
    check_all(&[
        "[tamsin@quill.example.org]",
        "[tamsin @ quill.org]",
        "[www.quill.org]",
        "[https://quill/x]",
        "[quillvalley.com]",
        "[quill.nhs.uk]",
    ]);
}

#[test]
fn national_numbers_are_found_by_form_and_check_digit() {
    for (text, source) in [
        ("123-45-6789", "us-ssn"),
        ("123 45 6789", "us-ssn"),
        ("943 476 5919", "nhs-number"),
        ("9434765919", "nhs-number"),
        ("A123456780", "kvnr"),
        ("2 55 08 14 168 025 38", "nir"),
        ("255081416802538", "nir"),
        ("RSSMRA85T10A562S", "codice-fiscale"),
        ("12345678Z", "dni"),
        ("X-1234567-L", "dni"),
        ("111222333", "bsn"),
        ("123456789", "nif"),
        ("756.9217.0769.85", "ahv"),
        ("811228-9874", "personnummer"),
        ("010750-1234", "cpr"),
        ("529.982.247-25", "cpf"),
    ] {
        assert!(score(text, PhiCategory::Id, source) >= 0.8, "{text}");
        check(&format!("[{text}]"));
    }
}

#[test]
fn a_wrong_check_digit_leaves_a_record_number() {
    score("9434765918", PhiCategory::Id, "record-number");
    score("12345678901", PhiCategory::Id, "record-number");
}

#[test]
fn record_numbers_are_found() {
    check_all(&[
        "[123456]",
        "[12345678]",
        "[A1234567]",
        "[AB-12345]",
        "[12345/20]",
        "[MX40711B]",
        "[1A2B3C4D]",
        "[1.2.840.10008.5.1.4]",
        "[*40711*]",
        "[#40711]",
        "[2020-K-12345]",
    ]);
}

#[test]
fn addresses_are_found() {
    check_all(&[
        "[12 Quill Street]",
        "[1600 North Quill Ave.]",
        "[Federkielstraße 12a]",
        "[Lange Str. 5]",
        "[12, rue de la Plume]",
        "[Via Pennabianca 3]",
        "[Calle Plumero, 5]",
        "[Kerkstraat 3]",
        "[Postfach 1234]",
        "[P.O. Box 123]",
        "[70173 Federstadt]",
        "[7O173 Federstadt]",
        "[D-70173 Federstadt]",
        "[SW1A 2AA]",
        "[1012 AB Veerdam]",
        "[Featherton, IL 62704]",
    ]);
}

#[test]
fn institutions_are_found_as_a_whole() {
    check_all(&[
        "[St. Mary's Hospital]",
        "[Universitätsklinikum Federstadt]",
        "[QUILL VALLEY MEDICAL CENTER]",
        "[Klinik am Federberg]",
        "[Hôpital de la Plume]",
        "[Ospedale San Penna]",
        "[Hospital Clínico Plumero]",
        "[Veermans Ziekenhuis]",
        "[Praxis Dr. Federkiel]",
        "[Marienhospital]",
        "[St. Mary's Hospita1]",
        "[QU1LL VALLEY MEDICAL CENTER]",
        "[HôpitaI de la Plume]",
        "[Feather County Medical Ctr]",
        "[Centre Hospitalier Plumeville]",
        "[Quill University]",
        "[CHU de Plumeville]",
        "L CHEST [Quill Clinic]",
        "[Haneda Byouin]",
        "[Hospital of Quill Valley] CHEST PA",
    ]);
}

#[test]
fn titles_carry_the_name_that_follows() {
    check_all(&[
        "[Dr. Quill]",
        "[Dr Tamsin Quill]",
        "[Prof. Dr. med. Federkiel]",
        "[Mr Quill]",
        "[Mrs. QUILL]",
        "[Herr Federkiel]",
        "[Frau Tamsin von Federkiel] L",
        "[Mme Delaplume]",
        "[Sig. Penna]",
        "[Sra. Plumero]",
        "[Dr.Quill]",
        "[DR SMITHERS]",
        "[M. Delaplume]",
        "[Miss T Quill]",
        "[Dr. QUILL/KM]",
        "[Tamsin Quill, MD]",
    ]);
}

#[test]
fn carets_give_a_name_away() {
    check_all(&[
        "[QUILL^TAMSIN]",
        "[QUILL^TAMSIN^^DR]",
        "[QUILL ^TAMSIN]",
        "[QUILL^ TAMSIN] L",
    ]);
}

#[test]
fn initials_on_a_lead_marker_are_phi_and_its_side_is_not() {
    check_all(&["L [JD]", "R [KM] [12]", "[JD] R", "R AP [KD]", "L [J.D.]"]);
}

#[test]
fn three_letters_on_a_lead_marker_are_told_as_name_like_only() {
    let text = PhiText::new("R KMX".into());
    let document = Document::new(&text);
    let opinions = PATTERNS.opinions(&document);
    assert_eq!(opinions.len(), 1);
    assert_eq!(opinions[0].words, 1..2);
    assert_eq!(opinions[0].reason, RegionReason::NameLike);
}

#[test]
fn what_is_more_specific_scores_higher() {
    let date = |text| score(text, PhiCategory::Date, "date");
    assert!(date("31.01.2000") > date("31.01.00"));
    assert!(date("31.01.00") > date("01 02 2000"));
    let id = |text| score(text, PhiCategory::Id, "record-number");
    assert!(id("12345678") > id("123456"));
}
