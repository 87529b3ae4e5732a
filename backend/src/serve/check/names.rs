//! Whether the name of an object looks as if it named a person: a guess, for a count.

/// Digits in a row from which a number may be a date of birth or a record's.
const MANY_DIGITS: usize = 6;
/// Digits from which it is a UID's, of which no person is known by heart.
const UID_DIGITS: usize = 20;

/// A caret as DICOM names have, a long number, or capital words beside a number, such as `DOE_JOHN_1950`.
pub fn may_identify(key: &str) -> bool {
    key.contains('^') || key.split('/').any(names_somebody)
}

fn names_somebody(segment: &str) -> bool {
    let is_uid = segment.split('.').count() > 4
        && segment.bytes().filter(u8::is_ascii_digit).count() >= UID_DIGITS;
    if is_uid {
        return false;
    }
    let runs = || segment.split(|c: char| !c.is_alphanumeric());
    let numbers = || segment.split(|c: char| !c.is_ascii_digit());
    let is_word = |run: &str| run.len() >= 3 && run.chars().all(char::is_uppercase);
    let words = runs().filter(|run| is_word(run)).count();
    let has_year = numbers().any(|run| run.len() >= 4);
    numbers().any(|run| (MANY_DIGITS..UID_DIGITS).contains(&run.len())) || (words >= 2 && has_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_dates_and_record_numbers_are_noticed() {
        for key in [
            "KESTREL^WREN.dcm",
            "a/KESTREL_WREN_1950.dcm",
            "19500214.dcm",
            "MRN-0012345/1.dcm",
        ] {
            assert!(may_identify(key), "{key}");
        }
        for key in [
            "chest.dcm",
            "IM0001",
            "a/b/c.png",
            "1.2.840.113619.2.55.3.604688119.971/1.dcm",
            "CT_HEAD.dcm",
        ] {
            assert!(!may_identify(key), "{key}");
        }
    }
}
