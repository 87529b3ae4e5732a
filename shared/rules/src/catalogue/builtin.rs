//! Our own catalogue. Small by intent: a signature is here only where pictures of the kind are known to carry
//! identifying text at a fixed place; what is elsewhere, or of another device, is found as text.

use deid_model::PixelBox;

use super::{Area, Attribute, Change, Condition, Reading, Relation, Signature};

/// The signatures, most specific first.
pub(super) fn signatures() -> Vec<Signature> {
    let bands = |rows| {
        vec![
            Change::Cover(Area::Top(rows)),
            Change::Cover(Area::Bottom(rows)),
        ]
    };
    let corner = PixelBox::new(0, 0, 196, 148).map(|area| Change::Cover(Area::Rectangle(area)));
    vec![
        Signature::new(
            "Canon CXDI, bands of 80 rows".into(),
            contains("Manufacturer", "canon")
                .and(taller_than(1000))
                .and(contains("ManufacturerModelName", "cxdi")),
            bands(80),
        ),
        Signature::new(
            "ADAC screen results, bands of up to 130 rows".into(),
            contains("Manufacturer", "adac")
                .and(taller_than(600))
                .and(is_one_of_modalities(&["nm", "pt"])),
            bands(130),
        ),
        Signature::new(
            "Siemens nuclear medicine screen results, bands of up to 90 rows".into(),
            contains("Manufacturer", "siemens")
                .and(is_one_of_modalities(&["nm"]))
                .and(contains("ImageType", "secondary"))
                .and(taller_than(600)),
            bands(90),
        ),
        Signature::new(
            "Siemens MedCom graphics, top 90 rows".into(),
            contains("OverlayDescription", "siemens medcom object graphics").and(taller_than(400)),
            vec![Change::Cover(Area::Top(90))],
        ),
        Signature::new(
            "MEDRAD injection profile, top 230 rows".into(),
            contains("SeriesDescription", "medrad").and(taller_than(600)),
            vec![Change::Cover(Area::Top(230))],
        ),
        Signature::new(
            "Ziehm mobile C-arm, top left corner".into(),
            contains("Manufacturer", "ziehm").and(taller_than(400)),
            Vec::from_iter(corner),
        ),
        // PS3.3 C.8.12.4.1.1: value 3 of Image Type.
        Signature::new(
            "label of a whole slide image".into(),
            is_one_of_modalities(&["sm"]).and(equals("ImageType", &["label"])),
            vec![Change::Cover(Area::Whole)],
        ),
    ]
}

/// Bands of a fixed height would cover most of a small picture: thumbnails and reconstructions of the same device.
fn taller_than(rows: u32) -> Condition {
    test("Rows", Relation::GreaterThan(f64::from(rows)))
}

fn contains(keyword: &str, word: &str) -> Condition {
    test(keyword, Relation::Contains(vec![word.into()]))
}

fn is_one_of_modalities(modalities: &[&str]) -> Condition {
    equals("Modality", modalities)
}

fn equals(keyword: &str, words: &[&str]) -> Condition {
    let words = words.iter().map(|word| String::from(*word));
    test(keyword, Relation::Equals(words.collect()))
}

fn test(keyword: &str, relation: Relation) -> Condition {
    Condition::Test {
        attribute: Attribute::keyword(keyword),
        reading: Reading::EachValue,
        relation,
    }
}
