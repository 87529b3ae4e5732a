//! The desk and the server's cloud engine.

use deid_model::api::{DetectPhiAnswer, DetectTextAnswer, FoundEntity, Problem, ReadWord};
use deid_model::region::RegionReason;
use deid_model::worker::CloudAccess;
use deid_model::{
    Confidence, Coverage, EngineChoice, PhiCategory, PixelBox, TextDetection, TextSpan,
};

use super::*;

fn answer(status: u16, body: &impl serde::Serialize) -> Answer {
    Answer {
        status,
        retry_after_s: None,
        body: serde_json::to_vec(body).unwrap(),
    }
}

fn busy() -> Answer {
    problem(429, "engine-throttled")
}

fn problem(status: u16, code: &str) -> Answer {
    let problem = Problem {
        status,
        code: code.into(),
        title: "No.".into(),
        request_id: "1".into(),
    };
    answer(status, &problem)
}

/// One word at `area`.
fn words(text: &str, area: [u32; 4]) -> Answer {
    let area = PixelBox::try_from(area).unwrap();
    let word = TextDetection {
        text: Some(text.into()),
        ..TextDetection::unread(area, Confidence::new(0.9), 0)
    };
    let answered = DetectTextAnswer {
        words: vec![ReadWord::from(&word)],
        coverage: Coverage::Complete,
        model: Some("3.0".into()),
    };
    answer(200, &answered)
}

fn name_in(start: u32, end: u32) -> Answer {
    let entity = FoundEntity {
        span: TextSpan { start, end },
        category: PhiCategory::Name,
        score: Confidence::new(0.8),
    };
    let answered = DetectPhiAnswer {
        entities: vec![entity],
        coverage: Coverage::Complete,
        model: Some("2.1.0".into()),
    };
    answer(200, &answered)
}

/// The sample radiograph, read; with what the server will say.
fn visit(answers: Vec<Answer>) -> (Visit, Vec<ProposedRegion>) {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    visit.finish();
    let regions = found(&visit.told());
    visit.desk.page.answers.replace(answers.into());
    (visit, regions)
}

fn ask(visit: &mut Visit) -> FromWorker {
    let access = CloudAccess {
        token: "secret".into(),
        consent: "agreed".into(),
    };
    visit.say(ToWorker::AskCloud { file: 0, access }, None);
    visit.finish();
    visit.told().pop().unwrap().0
}

/// A place without text, in the middle of the picture.
const EMPTY: [u32; 4] = [500, 500, 560, 520];

#[test]
fn a_word_that_only_the_cloud_engine_sees_is_a_region_with_its_reading_and_category() {
    let (mut visit, before) = visit(vec![busy(), words("KESTREL", EMPTY), busy(), name_in(0, 7)]);
    let FromWorker::CloudFound { regions, .. } = ask(&mut visit) else {
        panic!("not found")
    };
    assert_eq!(regions[..before.len()], before);
    let added = &regions[before.len()..];
    assert_eq!(added.len(), 1);
    assert_eq!(<[u32; 4]>::from(added[0].area), EMPTY);
    assert_eq!(added[0].text.as_deref(), Some("KESTREL"));
    assert_eq!(added[0].category, PhiCategory::Name);
    assert_eq!(added[0].reason, RegionReason::CloudPhi);
    let asked = visit.desk.page.asked.take();
    let paths: Vec<_> = asked.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        paths,
        [
            "api/detect-text",
            "api/detect-text",
            "api/detect-phi",
            "api/detect-phi"
        ]
    );
    assert!(asked[0].1.starts_with(b"\x89PNG"));
    assert_eq!(asked[3].1, br#"{"text":"KESTREL"}"#);
}

#[test]
fn a_word_that_both_engines_see_stays_a_region_whatever_it_is_called() {
    let (mut visit, before) = visit(vec![]);
    let [x0, y0, x1, y1] = before[0].area.into();
    let inside = [x0 + 1, y0 + 1, x1 - 1, y1 - 1];
    let nothing = DetectPhiAnswer {
        entities: Vec::new(),
        coverage: Coverage::Complete,
        model: None,
    };
    let answers = vec![words("L", inside), answer(200, &nothing)];
    visit.desk.page.answers.replace(answers.into());
    let FromWorker::CloudFound { regions, .. } = ask(&mut visit) else {
        panic!("not found")
    };
    assert_eq!(regions.len(), before.len());
    assert_eq!(regions[0].area, before[0].area);
    // What the local engine read stays beside it.
    let local = before[0].text.clone().unwrap_or_default();
    assert_eq!(regions[0].text, Some(format!("{local} / L")));
    let judged = |region: &ProposedRegion| (region.category, region.score, region.reason);
    assert_eq!(judged(&regions[0]), judged(&before[0]));
}

#[test]
fn a_failure_is_told_by_its_code_and_changes_nothing() {
    for (answers, code) in [
        (vec![problem(403, "consent-needed")], "consent-needed"),
        (
            vec![problem(500, "engine-unavailable")],
            "engine-unavailable",
        ),
        (
            vec![words("KESTREL", EMPTY), problem(502, "engine-malformed")],
            "engine-malformed",
        ),
        (vec![answer(200, &"nonsense")], "cloud-engine-failed"),
        (vec![], "cloud-engine-failed"),
        ((0..20).map(|_| busy()).collect(), "engine-throttled"),
    ] {
        let (mut visit, before) = visit(answers);
        let FromWorker::CloudFailed { code: told, .. } = ask(&mut visit) else {
            panic!("not failed: {code}")
        };
        assert_eq!(told, code);
        // The file can still be saved, as one that only the local engine looked at.
        visit.save(0, redact(&before));
        visit.finish();
        match visit.told().pop().unwrap().0 {
            FromWorker::Saved { report, record, .. } => {
                assert_eq!(report.settings.engine, "local");
                assert_eq!(
                    (report.engines.len(), record.consent.as_deref()),
                    (2, Some("agreed"))
                );
            }
            FromWorker::MoreFound { .. } => {}
            other => panic!("not saved: {other:?}"),
        }
    }
}

#[test]
fn what_a_person_stops_is_asked_no_further() {
    let (mut visit, _) = visit(vec![busy(), words("KESTREL", EMPTY), name_in(0, 7)]);
    let access = CloudAccess {
        token: "secret".into(),
        consent: "agreed".into(),
    };
    visit.say(ToWorker::AskCloud { file: 0, access }, None);
    assert!(visit.step());
    visit.say(ToWorker::StopAsking { file: 0 }, None);
    visit.finish();
    let told = visit.told().pop().unwrap().0;
    assert!(matches!(told, FromWorker::CloudFailed { code, .. } if code == "stopped"));
    assert_eq!(visit.desk.page.asked.borrow().len(), 1);
    // Asked again, it goes on.
    assert!(matches!(ask(&mut visit), FromWorker::CloudFound { .. }));
}

#[test]
fn a_saved_file_tells_which_engines_looked_and_under_which_consent() {
    let (mut visit, _) = visit(vec![words("KESTREL", EMPTY), name_in(0, 7)]);
    let FromWorker::CloudFound { mut regions, .. } = ask(&mut visit) else {
        panic!("not found")
    };
    let (report, record) = loop {
        visit.save(0, redact(&regions));
        visit.finish();
        match visit.told().pop().unwrap().0 {
            FromWorker::Saved { report, record, .. } => break (report, record),
            FromWorker::MoreFound { regions: more, .. } if more.len() < 100 => regions = more,
            other => panic!("not saved: {other:?}"),
        }
    };
    assert_eq!(report.settings.engine, EngineChoice::Aws.name());
    let engines: Vec<_> = report
        .engines
        .iter()
        .map(|engine| (engine.name.as_str(), engine.version.as_str()))
        .collect();
    assert_eq!(
        engines[2..],
        [
            ("amazon-rekognition", "3.0"),
            ("amazon-comprehend-medical", "2.1.0")
        ]
    );
    assert_eq!(record.consent.as_deref(), Some("agreed"));
    assert_eq!(record.redacted as usize, report.regions.len());
    assert_eq!(
        record.output_sha256,
        report.output.map(|output| output.sha256)
    );
}
