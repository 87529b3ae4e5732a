//! Removed header values inside pixel data: what asks for a person, what does not, and what is told once one answers.

use deid_model::report::Report;
use deid_model::{Settings, Tripwire, WarningCode};

use super::*;
use crate::deidentify::deidentify;
use crate::key::Key;
use crate::plan::ReviewedPlan;
use crate::plan::sketch::{draft_of, strip};
use crate::report::RunFacts;
use dicom_dictionary_std::tags;

const PATIENT_ID: [u16; 2] = [0x10, 0x20];
const INSTITUTION_NAME: [u16; 2] = [8, 0x80];
const BODY_PART_EXAMINED: [u16; 2] = [0x18, 0x15];

/// A row of samples around these bytes.
fn around(planted: &[u8]) -> Vec<u8> {
    [&[0x80; 16], planted, &[0x7f; 16]].concat()
}

fn verified(
    file: IdentifiedFile,
    plan: &ReviewedPlan,
    settings: &Settings,
) -> Result<DeidentifiedFile, ReasonCode> {
    let candidate = deidentify(file, plan, settings, &Key::new([7; 32])).unwrap();
    let reading = SecondReading {
        sha256: candidate.original.sha256.clone(),
        found: Vec::new(),
        in_graphics: false,
    };
    verify(candidate, reading).map_err(|error| error.reason().code)
}

/// What a policy comes to.
fn by_policy(file: IdentifiedFile) -> Result<DeidentifiedFile, ReasonCode> {
    let plan = draft_of(&file, &[]).approve_by_policy(&Settings::DEFAULT);
    verified(file, &plan.unwrap(), &Settings::DEFAULT)
}

const HELD: Option<ReasonCode> = Some(ReasonCode::HeaderValueInPixels);

/// A file of this patient whose pixels hold these bytes.
fn planted(id: &str, bytes: &[u8]) -> IdentifiedFile {
    strip(&[(PATIENT_ID, "LO", id)], &around(bytes), None)
}

#[test]
fn a_value_removed_from_the_header_is_found_inside_pixel_bytes() {
    let clean = by_policy(planted("NM-44718", b"NM-44719")).unwrap();
    assert_eq!(clean.verification.header_values_found, Some(0));
    assert_eq!(by_policy(planted("NM-44718", b"nm-44718")).err(), HELD);
}

#[test]
fn a_value_is_found_inside_a_fragment_and_over_the_border_of_two() {
    let texts = [(PATIENT_ID, "LO", "NM-44718")];
    for first in [10, 20, 40] {
        let held = strip(&texts, &around(b"NM-44718"), Some(first));
        assert_eq!(by_policy(held).err(), HELD, "{first}");
        let clean = strip(&texts, &around(b"NM-44719"), Some(first));
        assert!(by_policy(clean).is_ok(), "{first}");
    }
}

#[test]
fn a_value_of_seven_bytes_is_not_searched_for_inside_pixel_bytes() {
    assert!(by_policy(planted("NM-4471", b"NM-4471")).is_ok());
}

#[test]
fn a_value_that_is_kept_elsewhere_is_not_searched_for_inside_pixel_bytes() {
    let institution = (INSTITUTION_NAME, "LO", "Shoulder");
    let part = (BODY_PART_EXAMINED, "CS", "SHOULDER");
    let samples = around(b"SHOULDER");
    assert_eq!(by_policy(strip(&[institution], &samples, None)).err(), HELD);
    assert!(by_policy(strip(&[institution, part], &samples, None)).is_ok());
}

/// That the header and the report of a released file say what is left.
#[track_caller]
fn assert_told(file: &DeidentifiedFile) {
    let output = file.candidate.outputs.first().unwrap();
    let said = [tags::PATIENT_IDENTITY_REMOVED, tags::BURNED_IN_ANNOTATION];
    let said = said.map(|tag| output.text(tag).unwrap());
    assert_eq!(said, ["NO", "YES"]);
    let report: Report = file.report(RunFacts::default());
    assert_eq!(report.settings.profile, ["113100"]);
    assert_eq!(report.verification.header_values_found, Some(1));
    for warning in [WarningCode::KeptPhi, WarningCode::KeptHeaderValue] {
        assert!(report.warnings.contains(&warning), "{warning:?}");
    }
}

#[test]
fn a_person_may_release_a_value_inside_pixel_bytes_and_the_file_says_so() {
    let file = planted("NM-44718", b"NM-44718");
    let plan = draft_of(&file, &[]).approve_by_person(&[], &[], 1).unwrap();
    assert_told(&verified(file, &plan, &Settings::DEFAULT).unwrap());
}

#[test]
fn the_tripwire_on_pixel_bytes_can_be_switched_off_and_the_file_says_so() {
    let settings = Settings {
        tripwires_off: vec![Tripwire::HeaderValueInPixels],
        ..Settings::DEFAULT
    };
    let file = planted("NM-44718", b"NM-44718");
    let plan = draft_of(&file, &[]).approve_by_policy(&settings).unwrap();
    assert_told(&verified(file, &plan, &settings).unwrap());
}
