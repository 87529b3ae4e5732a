//! Why a text is redacted or kept, and how many are, in plain words.

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use crate::claims::count;
use crate::editor::EditedRegion;

/// Source of values that came with the file instead of in its header.
const SEEDS: &str = "seeds";
/// What a patient or a physician has, as names of attributes begin to tell it.
const OWNED: [&str; 8] = [
    "Name", "Birth", "Sex", "Age", "Size", "Weight", "Address", "Mother",
];

/// Why the region has its category, and from what that follows.
pub fn why(region: &EditedRegion) -> String {
    let because = reason(region);
    let source = named(region).filter(|source| !because.to_lowercase().contains(source.as_str()));
    match source {
        _ if region.look_again => format!("Kept before, look again: {because}"),
        Some(source) => format!("{because} ({source})"),
        None => because,
    }
}

/// The PHI score, where it was judged what the text says.
pub fn score(region: &EditedRegion) -> String {
    if region.reason.is_judged() {
        format!("{:.2}", region.score)
    } else {
        "–".to_owned()
    }
}

/// How many of the words were read, by whom, and what becomes of them.
pub fn what_was_read(words: &[EditedRegion]) -> String {
    let number = |is: fn(&&EditedRegion) -> bool| words.iter().filter(is).count();
    let read = number(|word| word.text.is_some());
    let redacted = number(|word| word.is_redacted());
    let harmless = number(|word| !word.is_redacted() && word.category == PhiCategory::Harmless);
    let asked = |word: &&EditedRegion| {
        matches!(
            word.reason,
            RegionReason::CloudRead | RegionReason::CloudPhi
        )
    };
    let by_whom = if words.iter().filter(asked).count() == 0 {
        "on this computer"
    } else {
        "here and by Amazon"
    };
    let mut told = format!(
        "{read} of {} read {by_whom}. {redacted} to redact, {harmless} kept as harmless",
        count(words.len() as u64, "word")
    );
    match words.len() - redacted - harmless {
        0 => told.push('.'),
        otherwise => told += &format!(", {otherwise} kept otherwise."),
    }
    told
}

fn reason(region: &EditedRegion) -> String {
    let words = match region.reason {
        RegionReason::HeaderValue if region.source == SEEDS => {
            "Matches a value that came with the file"
        }
        RegionReason::HeaderValue => {
            return format!("Matches {} in the header", attribute(&region.source));
        }
        RegionReason::Pattern => return format!("Looks like {}", likeness(region.category)),
        RegionReason::Unread => "Not read",
        RegionReason::Read => "Read, but not surely",
        RegionReason::SecondReading => "Found after redaction",
        RegionReason::Drawn => "Drawn by hand",
        RegionReason::CloudRead => "Read by Amazon",
        RegionReason::CloudPhi => "Patient text, says Amazon",
        RegionReason::DenyList => "On your redact list",
        RegionReason::Label => "Beside a label",
        RegionReason::NameLike => "May be a name",
        RegionReason::Unexplained => "Not explained by any list",
        RegionReason::AllowList => "On your keep list",
        RegionReason::Vocabulary => "Known harmless word",
        RegionReason::Measurement => "Measurement or technique",
        RegionReason::DeviceOverlay => "Overlay of this device",
        RegionReason::OutsideRegions => "Outside the ultrasound regions",
        RegionReason::UnusedBits => "In bits that no viewer shows",
    };
    words.to_owned()
}

/// The source, where it tells more than the reason does.
fn named(region: &EditedRegion) -> Option<String> {
    let tells_more = match region.reason {
        RegionReason::Pattern
        | RegionReason::Label
        | RegionReason::Vocabulary
        | RegionReason::Measurement
        | RegionReason::CloudPhi
        | RegionReason::DeviceOverlay => true,
        RegionReason::HeaderValue
        | RegionReason::Unread
        | RegionReason::Read
        | RegionReason::SecondReading
        | RegionReason::Drawn
        | RegionReason::CloudRead
        | RegionReason::DenyList
        | RegionReason::NameLike
        | RegionReason::Unexplained
        | RegionReason::AllowList
        | RegionReason::OutsideRegions
        | RegionReason::UnusedBits => false,
    };
    (tells_more && !region.source.is_empty()).then(|| region.source.replace('-', " "))
}

const fn likeness(category: PhiCategory) -> &'static str {
    match category {
        PhiCategory::Name => "a name",
        PhiCategory::Date => "a date",
        PhiCategory::Age => "an age",
        PhiCategory::Id => "a number that identifies",
        PhiCategory::Address => "an address",
        PhiCategory::PhoneOrFax => "a telephone number",
        PhiCategory::Email => "an e-mail address",
        PhiCategory::Url => "a web address",
        PhiCategory::Profession => "a profession",
        PhiCategory::Institution => "an institution",
        PhiCategory::Unknown => "an identifier",
        PhiCategory::Harmless => "harmless text",
    }
}

/// The name of an attribute, made from its keyword: PS3.6 leaves out spaces and the possessive `'s`.
fn attribute(keyword: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = true;
    for letter in keyword.chars() {
        match words.last_mut() {
            Some(word) if !(letter.is_uppercase() && was_lower) => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        was_lower = letter.is_lowercase();
    }
    let mut name = String::new();
    for word in words {
        let owner = name.ends_with("Patient") || name.ends_with("Physician");
        if owner && OWNED.contains(&word.as_str()) {
            name.push_str("’s");
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(&word);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::{Editor, RegionKey};
    use deid_model::{FrameSelection, PixelBox, ProposedRegion, RegionOrigin, Settings};

    /// A region of the editor, as the rules judged it.
    fn edited(category: PhiCategory, reason: RegionReason, source: &str) -> EditedRegion {
        let region = ProposedRegion {
            id: 0,
            frames: FrameSelection::All,
            seen_in: 0,
            area: PixelBox::new(0, 0, 9, 9).unwrap(),
            origin: RegionOrigin::Text,
            category,
            score: 1.0,
            detect_confidence: 1.0,
            reason,
            source: source.to_owned(),
            text: Some("MARSH".to_owned()),
        };
        let mut editor = Editor::default();
        editor.replace_proposed(&[region], &Settings::DEFAULT);
        editor.region(RegionKey::Proposed(0)).unwrap().clone()
    }

    #[test]
    fn a_reason_is_told_in_words_with_its_source_where_that_tells_more() {
        use {PhiCategory as C, RegionReason as R};
        for (category, reason, source, words) in [
            (
                C::Name,
                R::HeaderValue,
                "PatientName",
                "Matches Patient’s Name in the header",
            ),
            (
                C::Id,
                R::HeaderValue,
                "seeds",
                "Matches a value that came with the file",
            ),
            (C::Date, R::Pattern, "date", "Looks like a date"),
            (
                C::Id,
                R::Pattern,
                "uid",
                "Looks like a number that identifies (uid)",
            ),
            (
                C::Date,
                R::Label,
                "birth-date",
                "Beside a label (birth date)",
            ),
            (
                C::Harmless,
                R::Vocabulary,
                "function-word",
                "Known harmless word (function word)",
            ),
            (C::Harmless, R::AllowList, "allow-list", "On your keep list"),
            (C::Name, R::NameLike, "name-like", "May be a name"),
            (C::Unknown, R::Unexplained, "", "Not explained by any list"),
        ] {
            assert_eq!(why(&edited(category, reason, source)), words);
        }
    }

    #[test]
    fn what_was_read_is_told_in_counts() {
        let mut words = vec![
            edited(PhiCategory::Harmless, RegionReason::Vocabulary, "view"),
            edited(PhiCategory::Date, RegionReason::Pattern, "date"),
        ];
        assert_eq!(
            what_was_read(&words),
            "2 of 2 words read on this computer. 1 to redact, 1 kept as harmless."
        );
        words.remove(0);
        words.push(edited(
            PhiCategory::Name,
            RegionReason::CloudPhi,
            "DetectPHI",
        ));
        assert_eq!(
            what_was_read(&words),
            "2 of 2 words read here and by Amazon. 2 to redact, 0 kept as harmless."
        );
        assert_eq!(score(&words[0]), "1.00");
    }

    #[test]
    fn an_attribute_is_named_as_the_standard_names_it() {
        for (keyword, name) in [
            ("PatientName", "Patient’s Name"),
            ("PatientBirthDate", "Patient’s Birth Date"),
            ("PatientID", "Patient ID"),
            ("ReferringPhysicianName", "Referring Physician’s Name"),
            ("AccessionNumber", "Accession Number"),
            ("StudyDate", "Study Date"),
        ] {
            assert_eq!(attribute(keyword), name);
        }
    }
}
