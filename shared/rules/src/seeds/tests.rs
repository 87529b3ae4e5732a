//! What is found of a header among the words of a picture, and what is not.

mod name;
mod rate;
mod value;

use deid_model::{IdentifierKind, IdentifyingValue, PhiCategory, PhiText};
use proptest::prelude::*;

use super::Seeds;
use crate::document::Document;
use crate::opinion::Opinion;

use IdentifierKind::{Address, Age, Date, Id, Institution, Name, Phone, Text, Time};

fn value(kind: IdentifierKind, value: &str, source: &'static str) -> IdentifyingValue {
    IdentifyingValue {
        kind,
        value: value.into(),
        source,
    }
}

fn opinions(values: &[IdentifyingValue], text: &str) -> Vec<Opinion> {
    let text = PhiText::new(text.into());
    Seeds::new(values).opinions(&Document::new(&text))
}

/// The words of `text` that some opinion covers, joined by blanks.
fn covered(values: &[IdentifyingValue], text: &str) -> String {
    let opinions = opinions(values, text);
    let is_covered = |index: &usize| opinions.iter().any(|opinion| opinion.words.contains(index));
    let words = text.split_whitespace().enumerate();
    let kept: Vec<&str> = words
        .filter(|(index, _)| is_covered(index))
        .map(|(_, word)| word)
        .collect();
    kept.join(" ")
}

/// Checks what is covered if the header holds `header`: each case is a text and its covered words.
#[track_caller]
fn check(kind: IdentifierKind, header: &str, cases: &[(&str, &str)]) {
    let values = [value(kind, header, "PatientName")];
    for (text, expected) in cases {
        let expected = expected.replace('\n', " ");
        assert_eq!(covered(&values, text), expected, "{header} in {text}");
    }
}

/// Checks that all of each text is covered.
#[track_caller]
fn check_all(kind: IdentifierKind, header: &str, texts: &[&str]) {
    let cases: Vec<(&str, &str)> = texts.iter().map(|text| (*text, *text)).collect();
    check(kind, header, &cases);
}

#[test]
fn the_age_is_derived_where_a_birth_date_and_a_study_date_are_known() {
    let birth = value(Date, "19660201", "PatientBirthDate");
    let study = value(Date, "20000131", "StudyDate");
    for text in ["33Y", "034Y", "32 yrs"] {
        let found = opinions(&[birth.clone(), study.clone()], text);
        let told: Vec<_> = found
            .iter()
            .map(|opinion| (opinion.category, opinion.source))
            .collect();
        assert_eq!(told, [(PhiCategory::Age, "PatientBirthDate")], "{text}");
    }
    assert_eq!(opinions(&[birth.clone(), study], "36Y"), []);
    assert_eq!(opinions(&[birth], "33Y"), []);
}

#[test]
fn an_opinion_tells_category_source_and_reason() {
    let cases = [
        (Name, "Doe^Jane", "DOE", PhiCategory::Name),
        (Id, "1234567", "1234567", PhiCategory::Id),
        (Date, "20000131", "31.01.2000", PhiCategory::Date),
        (Time, "134501", "13:45", PhiCategory::Date),
        (Age, "034Y", "34Y", PhiCategory::Age),
        (
            Institution,
            "Springfield",
            "SPRINGFIELD",
            PhiCategory::Institution,
        ),
        (Address, "Leipzig", "LEIPZIG", PhiCategory::Address),
        (Phone, "0301234567", "0301234567", PhiCategory::PhoneOrFax),
        (
            Text,
            "claustrophobic",
            "Claustrophobic",
            PhiCategory::Unknown,
        ),
    ];
    for (kind, header, text, category) in cases {
        let expected = Opinion {
            words: 0..1,
            category,
            score: 1.0,
            reason: deid_model::region::RegionReason::HeaderValue,
            source: "X",
        };
        assert_eq!(
            opinions(&[value(kind, header, "X")], text),
            [expected],
            "{header}"
        );
    }
}

#[test]
fn empty_and_placeholder_values_match_nothing() {
    let values: Vec<_> = [
        "",
        " ",
        "^^^^",
        "=",
        "\\",
        "Anonymous",
        "PATIENT^ANONYMIZED",
        "-",
        "Dr.^^^",
        "00000000",
    ]
    .iter()
    .flat_map(|header| [Name, Date, Time, Age].map(|kind| value(kind, header, "X")))
    .collect();
    assert_eq!(
        covered(
            &values,
            "Patient Name Anonymous Dr. 0 00 0000 00000000 - ^ ="
        ),
        ""
    );
    assert!(Seeds::new(&[]).is_empty());
    assert!(Seeds::new(&[value(Name, "^^^^", "X")]).is_empty());
    assert!(!Seeds::new(&[value(Time, "1345", "X")]).is_empty());
}

/// Values and texts made of few letters and digits, so that they meet.
fn any_value() -> impl Strategy<Value = IdentifyingValue> {
    let kind = prop::sample::select(vec![
        Name,
        Id,
        Date,
        Time,
        Age,
        Institution,
        Address,
        Phone,
        Text,
    ]);
    let source = prop::sample::select(vec!["PatientBirthDate", "StudyDate", "PatientName"]);
    (kind, "[ADEJNORS]{1,6}([ ^=-][ADEJNO]{1,5}){0,2}|[0-2]{1,8}|200001[0-3][0-9]|19[0-9]{6}|\\PC{0,8}", source).prop_map(|(kind, text, source)| value(kind, &text, source))
}

proptest! {
    #[test]
    fn adding_a_value_never_removes_an_opinion(
        values in prop::collection::vec(any_value(), 0..6),
        more in any_value(),
        text in "([ADEJNORS]{1,6}|[0-2]{1,8}|[0-3]?[0-9]\\.[01]?[0-9]\\.2000|[0-9]{2}Y|\\PC{0,6})([ \n^.]([ADEJNORS]{1,6}|[0-9]{1,4})){0,8}",
    ) {
        // The text repeats parts of the values, so that most cases have opinions.
        let repeated: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        let text = format!("{text} {}", repeated.join(" "));
        let before = opinions(&values, &text);
        let mut all = values;
        all.push(more);
        let after = opinions(&all, &text);
        for opinion in before {
            prop_assert!(after.contains(&opinion), "{opinion:?}");
        }
    }

    #[test]
    fn no_value_and_no_text_makes_it_panic(kind in 0_usize..9, header in "\\PC{0,40}", text in "(\\PC|\n){0,80}") {
        let kind = [Name, Id, Date, Time, Age, Institution, Address, Phone, Text][kind];
        let words = text.split_whitespace().count();
        for opinion in opinions(&[value(kind, &header, "X")], &format!("{text} {header}")) {
            prop_assert!(opinion.words.start < opinion.words.end);
            prop_assert!(opinion.words.end <= words + header.split_whitespace().count());
        }
    }
}
