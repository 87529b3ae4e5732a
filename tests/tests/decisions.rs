//! What is redacted, by the real rules over the texts of the phantoms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use deid_core::{DraftPlan, IdentifiedFile, Limits, classify, find_text, parse};
use deid_model::region::RegionReason;
use deid_model::{
    Confidence, Coverage, Decision, DetectedText, IdentifierKind, IdentifyingValue, PhiCategory,
    PixelBox, ProposedRegion, RedactMode, Settings, TextDetection,
};
use deid_phantom::{Built, Truth, Word, catalog};
use deid_rules::{Case, Rules, SiteLists};
use deid_tests::reader::PerfectReader;
use pollster::block_on;

/// A phantom, parsed and read.
struct Page {
    name: &'static str,
    truth: Truth,
    file: IdentifiedFile,
    words: Vec<TextDetection>,
}

/// All phantoms that hold text.
fn pages() -> Vec<Page> {
    let cases = catalog().into_iter();
    let pages = cases.map(|case| {
        let Built { bytes, truth, .. } = (case.build)();
        let file = parse(bytes, &Limits::DEFAULT).unwrap();
        let frame = file.frame(0).unwrap();
        let found = block_on(find_text(&PerfectReader::of(&truth), &frame)).unwrap();
        Page {
            name: case.name,
            truth,
            file,
            words: found.words,
        }
    });
    pages.filter(|page| !page.words.is_empty()).collect()
}

impl Page {
    /// The regions of `words` as the rules judge them, knowing the header and `more` values.
    fn regions(
        &self,
        words: &[TextDetection],
        more: &[IdentifyingValue],
        lists: &SiteLists,
    ) -> Vec<ProposedRegion> {
        let mut identifying = self.file.identifying_values();
        identifying.extend_from_slice(more);
        let rules = Rules::new(&Case {
            modality: self.file.modality().as_deref(),
            identifying: &identifying,
            lists,
        });
        let classes = block_on(classify(&rules, words)).unwrap();
        let mut draft = DraftPlan::new(&self.file);
        let found = DetectedText {
            words: words.to_vec(),
            coverage: Coverage::Complete,
        };
        draft.add_frame(0, &found, &classes);
        draft.regions().to_vec()
    }

    /// Whether each word of the truth lies in a region that these settings redact.
    fn redacted(&self, regions: &[ProposedRegion], settings: &Settings) -> Vec<bool> {
        let painted: Vec<PixelBox> = regions
            .iter()
            .filter(|it| settings.decision(it.category, it.score, it.reason) == Decision::Redact)
            .map(|it| it.area)
            .collect();
        let words = self.truth.words.iter();
        let is_painted = |area: PixelBox| painted.iter().any(|painted| painted.covers(area));
        words.map(|word| is_painted(word.area)).collect()
    }

    /// The texts of the words for which `is_chosen` holds.
    fn texts(&self, is_chosen: impl Fn(usize) -> bool) -> Vec<&str> {
        let words = self.truth.words.iter().enumerate();
        let chosen = words.filter(|(at, _)| is_chosen(*at));
        chosen.map(|(_, word)| word.text.as_str()).collect()
    }
}

fn settings(redact: RedactMode, phi_threshold: f32) -> Settings {
    Settings {
        redact,
        phi_threshold,
        ..Settings::DEFAULT
    }
}

fn at_threshold(tenths: u8) -> Settings {
    settings(RedactMode::Phi, f32::from(tenths) / 10.0)
}

fn seed(kind: IdentifierKind, value: &str) -> IdentifyingValue {
    IdentifyingValue {
        kind,
        value: value.to_owned(),
        source: "seeds",
    }
}

/// A third of the words not read, a third not read surely.
fn worse_read(words: &[TextDetection]) -> Vec<TextDetection> {
    let worse = |(at, word): (usize, &TextDetection)| match at % 3 {
        0 => TextDetection::unread(word.area, word.detect_confidence, word.line),
        1 => TextDetection {
            read_confidence: Confidence::new(0.4),
            ..word.clone()
        },
        _ => word.clone(),
    };
    words.iter().enumerate().map(worse).collect()
}

#[test]
fn a_further_value_of_the_header_releases_nothing() {
    use IdentifierKind::{Date, Id, Institution, Name, Text};
    let (mut matched, lists) = (0, SiteLists::empty());
    for page in pages() {
        // Without any value the rules keep little but markers: what a first value changes is tested below.
        let known = match page.file.identifying_values().is_empty() {
            true => vec![seed(Name, &page.truth.secrets[0])],
            false => Vec::new(),
        };
        let before = page.regions(&page.words, &known, &lists);
        let before = page.redacted(&before, &Settings::DEFAULT);
        for (at, word) in page.truth.words.iter().enumerate() {
            for kind in [Name, Id, Date, Institution, Text] {
                let mut more = known.clone();
                more.push(seed(kind, &word.text));
                let regions = page.regions(&page.words, &more, &lists);
                let after = page.redacted(&regions, &Settings::DEFAULT);
                let released = page.texts(|at| before[at] && !after[at]);
                assert!(
                    released.is_empty(),
                    "{}: {kind:?} {} releases {released:?}",
                    page.name,
                    word.text
                );
                matched += u32::from(!before[at] && after[at]);
            }
        }
    }
    // Harmless words that a header names: the values were searched for.
    assert!(matched > 20, "{matched}");
}

/// Words of institutions that the vocabulary explains: a part of COPPERFIELD GENERAL. A header or a seed that tells the
/// institution redacts them.
const COMMON_WORDS_OF_INSTITUTIONS: [&str; 1] = ["GENERAL"];

#[test]
fn a_first_value_for_a_picture_without_a_header_releases_no_phi_but_a_common_word_of_an_institution()
 {
    let lists = SiteLists::empty();
    for page in pages() {
        if !page.file.identifying_values().is_empty() {
            continue;
        }
        let released = |page: &Page, values: &[IdentifyingValue]| -> Vec<String> {
            let regions = page.regions(&page.words, values, &lists);
            let redacted = page.redacted(&regions, &Settings::DEFAULT);
            let released = page.texts(|at| page.truth.words[at].is_phi() && !redacted[at]);
            released.into_iter().map(str::to_owned).collect()
        };
        let words = page.truth.words.iter();
        let is_institution = |word: &&Word| word.category == PhiCategory::Institution;
        let institution: Vec<&str> = words
            .filter(is_institution)
            .map(|it| it.text.as_str())
            .collect();
        let institution = seed(IdentifierKind::Institution, &institution.join(" "));
        for word in page.truth.words.iter().filter(|word| word.is_phi()) {
            let value = seed(IdentifierKind::Text, &word.text);
            let left = released(&page, std::slice::from_ref(&value));
            let is_common = |word: &String| COMMON_WORDS_OF_INSTITUTIONS.contains(&word.as_str());
            assert!(left.iter().all(is_common), "{}: {left:?}", page.name);
            let left = released(&page, &[value, institution.clone()]);
            assert!(left.is_empty(), "{}: {left:?}", page.name);
        }
    }
}

#[test]
fn all_phi_of_the_phantoms_is_redacted_and_most_harmless_words_with_a_header_are_kept() {
    let (mut harmless, mut kept) = (0, 0);
    for page in pages() {
        let regions = page.regions(&page.words, &[], &SiteLists::empty());
        let redacted = page.redacted(&regions, &Settings::DEFAULT);
        let is_phi = |at: usize| page.truth.words[at].is_phi();
        let released = page.texts(|at| is_phi(at) && !redacted[at]);
        assert!(released.is_empty(), "{}: {released:?}", page.name);
        if !page.file.identifying_values().is_empty() {
            harmless += page.texts(|at| !is_phi(at)).len();
            kept += page.texts(|at| !is_phi(at) && !redacted[at]).len();
        }
    }
    assert!(kept * 10 >= harmless * 9, "{kept} of {harmless} kept");
}

#[test]
fn a_higher_threshold_adds_no_region_and_releases_no_text_that_was_not_read() {
    let mut unread = 0;
    for page in pages() {
        let words = worse_read(&page.words);
        let regions = page.regions(&words, &[], &SiteLists::empty());
        let mut before = page.redacted(&regions, &at_threshold(0));
        for tenths in 1..=10 {
            let now = page.redacted(&regions, &at_threshold(tenths));
            let added = page.texts(|at| now[at] && !before[at]);
            assert!(added.is_empty(), "{} at {tenths}: {added:?}", page.name);
            for (at, word) in words.iter().enumerate() {
                if word.text.is_none() {
                    assert!(now[at], "{} at {tenths}: word {at} is released", page.name);
                    unread += 1;
                }
            }
            before = now;
        }
    }
    assert!(unread > 1000, "{unread}");
}

#[test]
fn an_allow_list_releases_no_match_of_the_header_and_nothing_unread() {
    let mut matches = 0;
    for page in pages() {
        let words = worse_read(&page.words);
        let before = page.regions(&words, &[], &SiteLists::empty());
        let each = page.truth.words.iter().map(|word| word.text.clone());
        let together = each.clone().collect::<Vec<_>>().join("\n");
        let lists = each.chain([together, "/.+/".to_owned(), r"/\S+/".to_owned()]);
        for allow in lists {
            let lists = SiteLists::parse(&allow, "").unwrap();
            let after = page.regions(&words, &[], &lists);
            for (before, after) in before.iter().zip(&after) {
                if before.reason.ignores_threshold() {
                    assert_eq!(before.reason, after.reason, "{}: {allow}", page.name);
                    assert_eq!(before.area, after.area);
                    matches += u32::from(before.reason == RegionReason::HeaderValue);
                }
            }
        }
    }
    assert!(matches > 1000, "{matches}");
}

#[test]
fn all_text_redacts_what_phi_redacts_and_more_and_none_redacts_nothing() {
    for page in pages() {
        let regions = page.regions(&worse_read(&page.words), &[], &SiteLists::empty());
        let all = page.redacted(&regions, &settings(RedactMode::AllText, 1.0));
        assert!(all.iter().all(|&it| it), "{}", page.name);
        let none = page.redacted(&regions, &settings(RedactMode::None, 0.0));
        assert!(none.iter().all(|&it| !it), "{}", page.name);
    }
}
