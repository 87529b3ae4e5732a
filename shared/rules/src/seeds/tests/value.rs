//! Numbers, places, dates, times and ages.

use super::*;

#[test]
fn numbers_are_found_without_zeros_and_with_other_separators() {
    check_all(
        Id,
        "0012345678",
        &[
            "0012345678",
            "12345678",
            "0000012345678",
            "001-234-5678",
            "0O12345678",
            "12345673",
            "MRN0012345678",
            "ID:12345678",
            "00123 45678",
            "1234 5678",
        ],
    );
    check_all(
        Id,
        "AB-1234567",
        &[
            "AB1234567",
            "AB-1234567",
            "1234567",
            "AB 1234567",
            "A8-1234567",
        ],
    );
    check_all(
        Id,
        "1.2.840.113619.2.55.3",
        &[
            "1.2.840.113619.2.55.3",
            "1.2.840.113619. 2.55.3",
            "1284011361925S3",
        ],
    );
    check(Id, "1.2.840.113619.2.55.3", &[("113619", ""), ("3", "")]);
    check(Id, "AB-1234567", &[("AB", ""), ("1334569", "")]);
    check(
        Id,
        "4711",
        &[
            ("4711", "4711"),
            ("4711 mm", ""),
            ("47.11", ""),
            ("512 x 4711", ""),
            ("4712", ""),
        ],
    );
    check(Id, "8055", &[("BOSS", ""), ("8O55", "8O55")]);
    check(Id, "CT1", &[("CT1", "CT1"), ("CT", ""), ("CT2", "")]);
}

#[test]
fn telephone_numbers_are_found_with_and_without_country_code() {
    check_all(
        Phone,
        "+49 30 1234567",
        &[
            "+49 30 1234567",
            "030 1234567",
            "(030) 123-4567",
            "1234567",
            "004930/1234567",
            "030/123 45 67",
            "Tel.0301234567",
        ],
    );
    check(Phone, "+49 30 1234567", &[("30", ""), ("49 mm", "")]);
}

#[test]
fn places_are_found_by_their_telling_words_and_by_plain_ones_together() {
    let hospital = "Springfield General Hospital, Radiology";
    check_all(
        Institution,
        hospital,
        &[
            "SPRINGFIELD GENERAL HOSPITAL",
            "Springfield",
            "SPRINGFIE1D",
            "General Hospital",
            "Springfield General\nHospital",
            "SPRING FIELD",
            "Hospital Springfield",
        ],
    );
    check(
        Institution,
        hospital,
        &[
            ("Hospital", ""),
            ("GENERAL", ""),
            ("Radiology", ""),
            ("Radiology report", ""),
            ("General abdomen hospital", ""),
        ],
    );
    check_all(
        Address,
        "12 Elm Grove, 04109 Leipzig",
        &["12 Elm Grove", "04109 Leipzig", "LEIPZIG", "04109"],
    );
    check(
        Address,
        "12 Elm Grove, 04109 Leipzig",
        &[("12", ""), ("12 mm", ""), ("Elm", "")],
    );
    check(
        Text,
        "left lateral view, claustrophobic",
        &[
            ("LEFT LATERAL VIEW", ""),
            ("Claustrophobic", "Claustrophobic"),
        ],
    );
}

#[test]
fn dates_times_and_ages_are_found() {
    check_all(
        Date,
        "20000101",
        &[
            "Jan 1, 2000",
            "01.01.2000",
            "1-Jan-00",
            "JAN 1 2000",
            "2000/01/01",
            "1 janvier 2000",
            "20000101",
            "01/01/00",
        ],
    );
    check(
        Date,
        "20000101",
        &[
            ("Geb. 1.1.00", "1.1.00"),
            ("DOB: Jan 1,\n2000 F", "Jan 1, 2000"),
            ("1.1.1", ""),
            ("512 512", ""),
        ],
    );
    check_all(
        Date,
        "20000131134501.5",
        &["31.01.2000 13:45", "2000-01-31T13:45:01", "13:45:01"],
    );
    check_all(Time, "134501", &["13:45", "1:45 PM", "134501"]);
    check(Time, "134501", &[("1345", ""), ("13", "")]);
    check_all(Age, "034Y", &["34Y", "034Y", "34 yrs", "34 Jahre"]);
    check(Age, "034Y", &[("34", ""), ("34 mm", ""), ("34 M", "")]);
}
