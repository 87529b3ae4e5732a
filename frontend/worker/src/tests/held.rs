//! Header values inside pixel data, which no picture shows.

use deid_model::{Tripwire, WarningCode};

use super::*;

/// The slice that the page offers, with its patient's name written into the last samples.
fn planted() -> Vec<u8> {
    let mut bytes = samples().remove(2).built.bytes;
    let file = parse(bytes.clone(), &Limits::DEFAULT).unwrap();
    let mut values = file.identifying_values().into_iter();
    let name = values.find(|it| it.source == "PatientName").unwrap().value;
    assert!(name.len() >= 8);
    // A letter a sample: the bits of letters are all stored.
    let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let end = bytes.len();
    bytes[end - letters.len()..].copy_from_slice(&letters);
    bytes
}

#[test]
fn a_header_value_in_the_pixels_is_told_before_the_file_is_handed_over() {
    let mut visit = Visit::new();
    visit.open(0, "slice.dcm", planted());
    visit.finish();
    let mut regions = found(&visit.told());
    let mut settings = Settings::DEFAULT;
    let mut held = 0;
    let report = loop {
        visit.save_with(0, redact(&regions), settings.clone());
        visit.finish();
        match visit.told().remove(0).0 {
            FromWorker::MoreFound { regions: more, .. } => regions = more,
            FromWorker::HeldBack { tripwire, .. } => {
                assert_eq!(tripwire, Tripwire::HeaderValueInPixels);
                held += 1;
                settings.tripwires_off.push(tripwire);
            }
            FromWorker::Saved { report, .. } => break report,
            other => panic!("not saved: {other:?}"),
        }
    };
    assert_eq!(held, 1);
    assert!(report.warnings.contains(&WarningCode::KeptHeaderValue));
    assert_eq!(report.settings.profile, ["113100"]);
}
