//! The count of words: found, redacted, kept as harmless, and kept otherwise.

use deid_model::report::{RegionFacts, Report};
use deid_model::{Decision, PhiCategory, RegionOrigin};

use super::{Claim, Outcome, count};

/// What became of the words. Places known without looking, and boxes drawn by hand, are no words.
pub fn words(report: &Report) -> Claim {
    let of_kind = |kind| {
        let regions = report.regions.iter();
        regions.filter(move |region| kind_of(region.origin) == kind)
    };
    let is_kept = |region: &&RegionFacts| region.decision == Decision::Keep;
    let found = of_kind(Kind::Word).count();
    let kept = of_kind(Kind::Word).filter(is_kept).count();
    let harmless = of_kind(Kind::Word)
        .filter(is_kept)
        .filter(|region| region.category == PhiCategory::Harmless)
        .count();
    let otherwise = kept - harmless;
    let mut what = format!(
        "{} found, {} redacted, {harmless} kept as harmless",
        count(found as u64, "word"),
        found - kept
    );
    if otherwise > 0 {
        what += &format!(", {otherwise} kept otherwise");
    }
    let (areas, boxes) = (of_kind(Kind::Area).count(), of_kind(Kind::Drawn).count());
    let areas_kept = of_kind(Kind::Area).filter(is_kept).count();
    let mut how = "Every one has its entry in the report.".to_owned();
    if otherwise > 0 {
        how += " A person or the threshold kept text that is not known as harmless.";
    }
    if areas > 0 {
        let areas = count(areas as u64, "area");
        how += &format!(" {areas} known without looking: {areas_kept} kept.");
    }
    if boxes > 0 {
        how += &match boxes {
            1 => " 1 box drawn by hand.".to_owned(),
            boxes => format!(" {boxes} boxes drawn by hand."),
        };
    }
    Claim {
        what,
        how,
        outcome: if otherwise > 0 {
            Outcome::Look
        } else {
            Outcome::Done
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Area,
    Drawn,
}

const fn kind_of(origin: RegionOrigin) -> Kind {
    match origin {
        RegionOrigin::Text
        | RegionOrigin::Header
        | RegionOrigin::Overlay
        | RegionOrigin::UnusedBits
        | RegionOrigin::Codestream => Kind::Word,
        RegionOrigin::Catalogue | RegionOrigin::Ultrasound => Kind::Area,
        RegionOrigin::Drawn => Kind::Drawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::tests::report;

    #[test]
    fn words_kept_as_harmless_are_counted_apart_from_those_kept_otherwise() {
        let mut report = report();
        assert_eq!(
            words(&report).what,
            "2 words found, 1 redacted, 0 kept as harmless, 1 kept otherwise"
        );
        report.regions[1].category = PhiCategory::Harmless;
        let told = words(&report);
        assert_eq!(told.what, "2 words found, 1 redacted, 1 kept as harmless");
        assert_eq!(told.outcome, Outcome::Done);
    }

    #[test]
    fn areas_and_drawn_boxes_are_no_words() {
        let mut report = report();
        report.regions[0].origin = RegionOrigin::Drawn;
        report.regions[1].origin = RegionOrigin::Ultrasound;
        let told = words(&report);
        assert!(told.what.starts_with("0 words found"), "{}", told.what);
        assert!(
            told.how
                .ends_with("1 area known without looking: 1 kept. 1 box drawn by hand."),
            "{}",
            told.how
        );
    }
}
