//! What must hold for any text, header and list, through the public functions only.

use deid_model::region::RegionReason;
use deid_model::{IdentifierKind, IdentifyingValue, PhiCategory, PhiEntity, PhiText, TextSpan};
use deid_rules::{Case, Rules, SiteLists};
use proptest::prelude::*;

/// Words of all sorts: harmless ones, markers, numbers, labels, and parts of invented identifiers.
const WORDS: &[&str] = &[
    "L",
    "R",
    "AP",
    "PA",
    "LAT",
    "PORTABLE",
    "SUPINE",
    "ERECT",
    "CHEST",
    "Abdomen",
    "HAND",
    "Long",
    "May",
    "120",
    "kVp",
    "2.5",
    "mAs",
    "TE",
    "90ms",
    "MI",
    "1.2",
    "5cm",
    "Im:",
    "12/48",
    "DOB:",
    "Name:",
    "MRN",
    "Acc#",
    "Tel",
    "Dr.",
    "KESTREL",
    "Kestrel^Mira",
    "MIRA",
    "Tolland,",
    "J.",
    "12.03.1961",
    "1961",
    "MAR",
    "12",
    "034Y",
    "00471193",
    "T-88-1203",
    "13:45:01",
    "Northlight",
    "Hospital",
    "Quayside",
    "7",
    "M",
    "F",
    "O",
    "KE5TREL",
    "M1RA",
    "^^",
    "::",
];

/// Identifying values of an invented person.
fn values() -> Vec<IdentifyingValue> {
    let value = |kind, value: &str, source| IdentifyingValue {
        kind,
        value: value.into(),
        source,
    };
    vec![
        value(IdentifierKind::Name, "Kestrel^Mira^Long", "PatientName"),
        value(IdentifierKind::Id, "00471193", "PatientID"),
        value(IdentifierKind::Date, "19610312", "PatientBirthDate"),
        value(IdentifierKind::Time, "134501.5", "StudyTime"),
        value(IdentifierKind::Age, "034Y", "PatientAge"),
        value(
            IdentifierKind::Institution,
            "Northlight Hospital",
            "InstitutionName",
        ),
        value(IdentifierKind::Address, "7 Quayside", "InstitutionAddress"),
        value(IdentifierKind::Id, "T-88-1203", "AccessionNumber"),
        value(IdentifierKind::Name, "Tolland^J", "OperatorsName"),
        value(IdentifierKind::Text, "L", "PatientSex"),
    ]
}

fn kinds() -> impl Strategy<Value = IdentifierKind> {
    prop::sample::select(vec![
        IdentifierKind::Name,
        IdentifierKind::Id,
        IdentifierKind::Date,
        IdentifierKind::Time,
        IdentifierKind::Age,
        IdentifierKind::Institution,
        IdentifierKind::Address,
        IdentifierKind::Phone,
        IdentifierKind::Text,
    ])
}

fn lines() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    prop::collection::vec(
        prop::collection::vec(prop::sample::select(WORDS), 1..7),
        1..6,
    )
}

fn text_of(lines: &[Vec<&str>]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.join(" ")).collect();
    lines.join("\n")
}

fn judged(identifying: &[IdentifyingValue], lists: &SiteLists, text: &str) -> Vec<PhiEntity> {
    let case = Case {
        modality: Some("DX"),
        identifying,
        lists,
    };
    Rules::new(&case).judge(&PhiText::new(text.into())).entities
}

/// Where the words of `text` stand, counted in a way of its own.
fn words(text: &str) -> Vec<TextSpan> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.chars().chain(['\n']).enumerate() {
        let at = at as u32;
        match (letter.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(first)) => {
                words.push(TextSpan {
                    start: first,
                    end: at,
                });
                start = None;
            }
            _ => {}
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(debug_assertions) { 100 } else { 2000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_word_has_exactly_one_entity(text in r"(\PC|[ \n\t:^/.0-9]){0,200}", is_known in any::<bool>()) {
        let identifying = if is_known { values() } else { Vec::new() };
        let spans: Vec<TextSpan> = judged(&identifying, &SiteLists::empty(), &text)
            .iter()
            .map(|entity| entity.span)
            .collect();
        prop_assert_eq!(spans, words(&text));
    }

    #[test]
    fn scores_agree_with_categories(lines in lines(), is_known in any::<bool>()) {
        let identifying = if is_known { values() } else { Vec::new() };
        for entity in judged(&identifying, &SiteLists::empty(), &text_of(&lines)) {
            let is_harmless = entity.category == PhiCategory::Harmless;
            prop_assert_eq!(entity.score.value() == 0.0, is_harmless, "{:?}", entity);
        }
    }

    /// From some values to more: without any, few words are harmless in the first place.
    #[test]
    fn adding_a_value_that_occurs_in_the_text_never_releases_a_word(
        lines in lines(),
        known in prop::sample::subsequence(values(), 1..10),
        kind in kinds(),
        at in any::<prop::sample::Index>(),
        length in 1_usize..4,
        separator in prop::sample::select(vec![" ", "^", ""]),
    ) {
        let text = text_of(&lines);
        let words: Vec<&str> = text.split_whitespace().collect();
        let start = at.index(words.len());
        let occurs = words[start..(start + length).min(words.len())].join(separator);
        let mut more = known.clone();
        more.push(IdentifyingValue { kind, value: occurs.clone(), source: "PatientComments" });
        more.extend(values().into_iter().filter(|value| value.value.contains(words[start])));
        let before = judged(&known, &SiteLists::empty(), &text);
        let after = judged(&more, &SiteLists::empty(), &text);
        for (before, after) in before.iter().zip(&after) {
            let is_released = before.category != PhiCategory::Harmless && after.category == PhiCategory::Harmless;
            prop_assert!(!is_released, "{occurs} of {kind:?} in {text}: {before:?} became {after:?}");
        }
    }

    #[test]
    fn an_allow_list_never_releases_a_header_match(lines in lines(), deny in prop::sample::select(WORDS)) {
        let text = text_of(&lines);
        let all = format!("{}\n{text}\n/.+/\n/[^ ]+/", text.replace(' ', "\n"));
        let deny = format!("{deny}\n");
        let before = judged(&values(), &SiteLists::empty(), &text);
        let allowed = judged(&values(), &SiteLists::parse(&all, "").unwrap(), &text);
        for (before, after) in before.iter().zip(&allowed) {
            if before.reason == RegionReason::HeaderValue {
                prop_assert_eq!(before, after);
            } else {
                prop_assert_eq!(after.reason, RegionReason::AllowList);
                prop_assert_eq!(after.category, PhiCategory::Harmless);
            }
        }
        let both = judged(&values(), &SiteLists::parse(&all, &deny).unwrap(), &text);
        for (entity, word) in both.iter().zip(text.split_whitespace()) {
            if word == deny.trim_end() {
                prop_assert!(entity.reason.ignores_threshold(), "{word}: {entity:?}");
            }
        }
    }
}
