//! How long judging takes, in time on the processor where the system tells it. Bounds are those of the release profile;
//! other profiles get a sixteenth of the hostile text, ten times the time for it, and no bound for a picture.

use std::time::{Duration, Instant};

use deid_model::UltrasoundRegion;
use deid_model::{FrameSize, IdentifierKind, IdentifyingValue, PhiText};
use deid_rules::catalogue::{Attribute, Catalogue, Picture};
use deid_rules::{Case, Rules, SiteLists};

const IS_RELEASE: bool = !cfg!(debug_assertions);

fn values() -> Vec<IdentifyingValue> {
    let value = |kind, value: &str, source| IdentifyingValue {
        kind,
        value: value.into(),
        source,
    };
    vec![
        value(IdentifierKind::Name, "Kestrel^Mira^Anna^Dr.", "PatientName"),
        value(
            IdentifierKind::Name,
            "Tolland-Brandt^Jörg=山田^太郎",
            "ReferringPhysicianName",
        ),
        value(IdentifierKind::Name, "Okonjo^Ada", "OperatorsName"),
        value(IdentifierKind::Id, "00471193", "PatientID"),
        value(IdentifierKind::Id, "T-88-1203-AX", "AccessionNumber"),
        value(IdentifierKind::Id, "11111111", "StudyID"),
        value(
            IdentifierKind::Id,
            "1.2.826.0.1.3680043.8.498.45787841905188114249",
            "StudyInstanceUID",
        ),
        value(IdentifierKind::Date, "19610312", "PatientBirthDate"),
        value(IdentifierKind::Date, "20240229", "StudyDate"),
        value(IdentifierKind::Time, "134501.5", "StudyTime"),
        value(IdentifierKind::Age, "062Y", "PatientAge"),
        value(
            IdentifierKind::Institution,
            "Northlight University Hospital",
            "InstitutionName",
        ),
        value(
            IdentifierKind::Institution,
            "Radiology East",
            "InstitutionalDepartmentName",
        ),
        value(
            IdentifierKind::Address,
            "7 Quayside Road, Tolland 20457",
            "InstitutionAddress",
        ),
        value(
            IdentifierKind::Phone,
            "+49 30 5550147",
            "PatientTelephoneNumbers",
        ),
        value(IdentifierKind::Text, "aaaa aaaa", "PatientComments"),
    ]
}

fn rules(lists: &SiteLists) -> Rules {
    Rules::new(&Case {
        modality: Some("US"),
        identifying: &values(),
        lists,
    })
}

/// Measures time that this thread was on a processor, so that a busy machine does not count; all time that passed where
/// the system does not tell.
struct Stopwatch {
    start: Instant,
    on_processor: Option<Duration>,
}

impl Stopwatch {
    fn start() -> Self {
        Self {
            start: Instant::now(),
            on_processor: on_processor(),
        }
    }

    fn elapsed(&self) -> Duration {
        match (self.on_processor, on_processor()) {
            (Some(start), Some(now)) => now - start,
            _ => self.start.elapsed(),
        }
    }
}

/// Linux: the first number is in nanoseconds, and grows in steps of some milliseconds.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The mean of `runs` runs.
fn time(rules: &Rules, text: &PhiText, runs: u32) -> Duration {
    let watch = Stopwatch::start();
    for _ in 0..runs {
        assert!(!rules.judge(text).entities.is_empty());
    }
    watch.elapsed() / runs
}

/// Most words of a hostile text that consists of nothing but tiny ones.
const MOST_TINY_WORDS: usize = 200_000;

/// Texts whose form suits no part of the rules, `length` bytes each, or as many tiny words as are asked for.
fn hostile_texts(length: usize) -> Vec<(&'static str, String)> {
    let pieces = [
        "1",
        "1 ",
        "^",
        "^ ",
        ":",
        ": ",
        "a",
        "a ",
        "A",
        "Aa",
        "é",
        "0O",
        "l1I",
        "rn",
        "-",
        ".",
        "/",
        "@",
        "a@",
        "1.",
        "1/",
        "12/12/",
        "01.01.2000",
        "Dr. ",
        "Name: ",
        "DOB: 1 ",
        "Tel ",
        "Kestrel",
        "KESTREL ",
        "KESTRE",
        "K E S ",
        "Mira^",
        "aaaa",
        "aaaa ",
        "00471193",
        "0047 ",
        "http://",
        "x 1 mm ",
        "\n",
        "A\n",
        "Name:\n",
        "1:2^3 ",
        "(((",
        "\u{301}",
        "#",
        "ABC-12 ",
        "Jan ",
        "1 Jan ",
        "L R ",
        "St. ",
    ];
    pieces
        .into_iter()
        .map(|piece| {
            let most = match piece.len() == 2 && piece.ends_with(char::is_whitespace) {
                true => MOST_TINY_WORDS,
                false => usize::MAX,
            };
            (piece, piece.repeat(length.div_ceil(piece.len()).min(most)))
        })
        .filter(|(_, text)| !text.trim().is_empty())
        .collect()
}

fn hostile_length_and_bound() -> (usize, Duration) {
    match IS_RELEASE {
        true => (1 << 20, Duration::from_secs(1)),
        false => (1 << 16, Duration::from_secs(10)),
    }
}

#[test]
fn a_megabyte_of_hostile_text_ends_within_a_second() {
    let (length, bound) = hostile_length_and_bound();
    let lists = SiteLists::parse(
        "portable erect\n/ROOM [0-9]+/",
        "kestrel mira\n/[0-9]{3}-[a-z]+/",
    )
    .unwrap();
    let rules = rules(&lists);
    let times: Vec<(&str, Duration)> = hostile_texts(length)
        .into_iter()
        .map(|(piece, text)| (piece, time(&rules, &PhiText::new(text), 1)))
        .inspect(|(piece, time)| println!("{time:>12.3?}  {piece:?}"))
        .collect();
    let slow: Vec<_> = times.iter().filter(|(_, time)| *time > bound).collect();
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn the_text_of_a_picture_takes_at_most_five_milliseconds() {
    let page = "KESTREL, MIRA A. 00471193 F 12.03.1961 062Y\nNorthlight University Hospital Radiology East\n\
                29-FEB-2024 13:45:01 Acc# T-88-1203-AX Ref: Dr. Tolland-Brandt\nMI 1.2 TIS 0.4 C5-1 Abdomen 38fps\n\
                Gain 62 dB DR 60 Map 3 Persist 2 Depth 15.2 cm\nL R AP PORTABLE SUPINE 120 kVp 2.5 mAs\n\
                Fetal HC 24.1 mm AC 30.2 mm FL 5.11 cm GA 26w3d\nTech: A. Okonjo Room 4 Tel +49 30 5550147";
    let words = page.split_whitespace().count();
    let lists = SiteLists::empty();
    let text = PhiText::new(format!("{page}\n").repeat(300_usize.div_ceil(words)));
    let (preparations, runs) = if IS_RELEASE { (20, 200) } else { (1, 2) };
    let watch = Stopwatch::start();
    let prepared: Vec<Rules> = (0..preparations).map(|_| rules(&lists)).collect();
    let preparing = watch.elapsed() / preparations;
    let judged = time(&prepared[0], &text, runs);
    println!("a case prepared in {preparing:?}, 300 words judged in {judged:?}");
    if IS_RELEASE {
        assert!(judged <= Duration::from_millis(5), "{judged:?}");
    }
}

#[test]
fn a_megabyte_of_hostile_script_ends_within_a_second() {
    let pieces = [
        "{",
        "( ",
        "(0,0,1,1)",
        "{ true. } (0,0,1,1)",
        "{ Modality.matches(\"(a*)*b\") } (0,0,9,9)",
        "{!",
        "+",
        "+ ",
        "{ true. + ",
        "//",
        "%filter a\nLABEL b\ncoordinates 0,0,9,9\nkeepcoordinates 1,1,2,2\n",
        "LABEL\n",
        "%filter a\nLABEL b\nkeepcoordinates from:SequenceOfUltrasoundRegions\ncoordinates all\n",
        "%filter a\nLABEL b\ncontains a b|c\n+ contains a (x*)*y || empty z\ncoordinates 0,0,9,9\n",
    ];
    let regions: Vec<UltrasoundRegion> = (0..64)
        .map(|at| UltrasoundRegion {
            x0: at * 9,
            y0: at * 7,
            x1: at * 9 + 200,
            y1: at * 7 + 99,
        })
        .collect();
    let value = "ax".repeat(1 << 19);
    let picture = Picture {
        size: FrameSize::new(1024, 768),
        value_of: &|_: &Attribute| Some(value.clone()),
        regions: &regions,
    };
    let (length, bound) = hostile_length_and_bound();
    // As much as there is room for, and as much as just stays within the limits.
    let counts = [usize::MAX, 9_990, 990];
    for (piece, most) in pieces
        .iter()
        .flat_map(|piece| counts.map(|most| (piece, most)))
    {
        let many = piece.repeat(most.min(length / piece.len()));
        let after = format!("%filter a\nLABEL b\ncontains a {many}\ncoordinates 0,0,9,9");
        for script in [many, after] {
            let watch = Stopwatch::start();
            let read = [
                Catalogue::from_ctp(&script),
                Catalogue::from_recipe(&script),
            ];
            let overlays = read
                .iter()
                .flatten()
                .map(|catalogue| catalogue.overlay(&picture));
            let areas: usize = overlays.map(|overlay| overlay.areas.len()).sum();
            let took = watch.elapsed();
            println!("{took:>12.3?} {areas:>5} areas  {most} x {piece:?}");
            assert!(took <= bound, "{piece:?}: {took:?}");
        }
    }
}
