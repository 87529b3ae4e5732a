//! Both engines against services on loopback that keep the real limits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use deid_aws::{
    Access, AccessError, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition,
};
use deid_fakes::{
    Behave, FakeComprehendMedical, FakeRekognition, Fault, MARK_HEIGHT, MARK_WIDTH, ScriptedPhi,
    Words, draw_word,
};
use deid_model::{
    Channels, Coverage, DisplayImage, EngineError, FrameSize, PhiCategory, PhiClassifier, PhiText,
    PixelBox, TextDetector,
};

/// Short waits, so that failures are told soon.
const HASTY: Patience = Patience {
    attempts: 3,
    backoff: Duration::from_millis(1),
    attempt_timeout: Duration::from_secs(30),
    call_timeout: Duration::from_secs(60),
};

/// What fails, and with what error; never with an empty answer.
const FAULTS: [(Fault, EngineError); 8] = [
    (
        Fault::Throttled,
        EngineError::Throttled {
            retry_after_s: None,
        },
    ),
    (Fault::ServerError, EngineError::Unavailable),
    (Fault::BadGateway, EngineError::Unavailable),
    (Fault::Denied, EngineError::Unavailable),
    (Fault::CutOff, EngineError::Malformed),
    (Fault::WrongTypes, EngineError::Malformed),
    (Fault::Hollow, EngineError::Malformed),
    (Fault::Disconnected, EngineError::Unavailable),
];

async fn access(url: &str, patience: Patience) -> Access {
    let endpoint = Endpoint::Custom {
        url: url.to_owned(),
        region: "eu-west-2".to_owned(),
        access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_key: "not-a-secret".to_owned(),
    };
    Access::connect(&endpoint, patience).await.unwrap()
}

async fn rekognition(fake: &FakeRekognition, patience: Patience) -> Rekognition {
    Rekognition::new(&access(fake.url(), patience).await, RateLimit::new(1000.0))
}

async fn comprehend(fake: &FakeComprehendMedical, patience: Patience) -> ComprehendMedical {
    ComprehendMedical::new(&access(fake.url(), patience).await, RateLimit::new(1000.0))
}

fn marks() -> FakeRekognition {
    FakeRekognition::start(Words::Marks(BTreeMap::from([(7, "KESTREL".to_owned())])))
}

fn picture(columns: u32, rows: u32, channels: Channels, words: &[(u16, u32, u32)]) -> DisplayImage {
    let count = columns as usize * rows as usize * channels.count();
    let mut samples = vec![40; count];
    for (number, x, y) in words {
        draw_word(&mut samples, columns, channels.count(), (*x, *y), *number);
    }
    DisplayImage::new(FrameSize::new(columns, rows), channels, samples).unwrap()
}

#[tokio::test]
async fn words_come_back_at_their_place_whatever_was_sent() {
    let fake = marks();
    let engine = rekognition(&fake, HASTY).await;
    assert_eq!(engine.model(), None);
    // Enlarged and padded, enlarged, too large to be enlarged, in color.
    for (columns, rows, channels) in [
        (200, 20, Channels::Grey),
        (600, 400, Channels::Grey),
        (1600, 1200, Channels::Grey),
        (700, 700, Channels::Rgb),
    ] {
        let image = picture(columns, rows, channels, &[(7, 90, 4)]);
        let found = engine.detect_text(&image).await.unwrap();
        assert_eq!(found.coverage, Coverage::Complete);
        let word = &found.words[0];
        assert_eq!(
            (found.words.len(), word.text.as_deref()),
            (1, Some("KESTREL"))
        );
        let drawn = PixelBox::new(90, 4, 90 + MARK_WIDTH, 4 + MARK_HEIGHT).unwrap();
        assert!(
            word.area.overlap(drawn) > 0.9,
            "{columns}x{rows}: {:?}",
            word.area
        );
        assert_eq!((word.rotation, word.line), (0, 0));
        assert!(word.detect_confidence.value() > 0.98);
    }
    assert_eq!(engine.model().as_deref(), Some("3.0"));
    let sizes = [(400, 80), (1200, 800), (1600, 1200), (700, 700)];
    assert_eq!(fake.asked().sizes, sizes);
}

#[tokio::test]
async fn words_of_a_row_share_their_line_and_rows_are_read_in_order() {
    let fake = marks();
    let words = [(3, 10, 200), (1, 10, 20), (2, 100, 20), (4, 500, 22)];
    let found = rekognition(&fake, HASTY).await;
    let found = found
        .detect_text(&picture(700, 300, Channels::Grey, &words))
        .await
        .unwrap();
    let told: Vec<_> = found
        .words
        .iter()
        .map(|word| (word.text.as_deref().unwrap(), word.line))
        .collect();
    assert_eq!(told, [("W1", 0), ("W2", 0), ("W4", 1), ("W3", 2)]);
}

#[tokio::test]
async fn a_picture_with_more_words_than_are_told_is_truncated() {
    let fake = marks();
    let engine = rekognition(&fake, HASTY).await;
    let grid = |count: u16| {
        (0..count).map(|n| (n, 4 + u32::from(n % 10) * 84, 4 + u32::from(n / 10) * 20))
    };
    let few: Vec<_> = grid(89).collect();
    let found = engine
        .detect_text(&picture(860, 400, Channels::Grey, &few))
        .await
        .unwrap();
    assert_eq!(
        (found.words.len(), found.coverage),
        (89, Coverage::Complete)
    );
    let many: Vec<_> = grid(150).collect();
    let found = engine
        .detect_text(&picture(860, 400, Channels::Grey, &many))
        .await
        .unwrap();
    assert_eq!(
        (found.words.len(), found.coverage),
        (100, Coverage::Truncated)
    );
}

#[tokio::test]
async fn a_picture_without_text_is_complete_and_one_that_does_not_fit_is_not_sent() {
    let fake = marks();
    let engine = rekognition(&fake, HASTY).await;
    let found = engine
        .detect_text(&picture(300, 300, Channels::Grey, &[]))
        .await
        .unwrap();
    assert_eq!((found.words.len(), found.coverage), (0, Coverage::Complete));
    let noise =
        (0u32..9_000_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 ^ (i >> 7) as u8);
    let noise: Vec<u8> = noise
        .scan(7u8, |state, v| {
            *state = state.wrapping_mul(61).wrapping_add(v ^ 0x5a);
            Some(*state)
        })
        .collect();
    let large = DisplayImage::new(FrameSize::new(3000, 3000), Channels::Grey, noise).unwrap();
    assert_eq!(engine.detect_text(&large).await, Err(EngineError::TooLarge));
    assert_eq!(fake.calls(), 1);
}

#[tokio::test]
async fn an_engine_that_fails_answers_an_error_and_never_nothing() {
    let image = picture(200, 100, Channels::Grey, &[(7, 4, 4)]);
    let text = PhiText::new("NAME KESTREL".to_owned());
    for (fault, expect) in FAULTS {
        let fake = marks();
        fake.behave(Behave::always(fault));
        let found = rekognition(&fake, HASTY).await.detect_text(&image).await;
        assert_eq!(found, Err(expect), "{fault:?}");
        let fake = FakeComprehendMedical::start(Vec::new());
        fake.behave(Behave::always(fault));
        let found = comprehend(&fake, HASTY).await.classify_phi(&text).await;
        assert_eq!(found, Err(expect), "{fault:?}");
    }
}

#[tokio::test]
async fn an_engine_that_is_slow_or_gone_is_unavailable_within_its_time() {
    let patience = Patience {
        attempts: 2,
        attempt_timeout: Duration::from_millis(300),
        call_timeout: Duration::from_secs(2),
        ..HASTY
    };
    let image = picture(200, 100, Channels::Grey, &[]);
    let fake = marks();
    fake.behave(Behave::always(Fault::Slow(Duration::from_secs(20))));
    let engine = rekognition(&fake, patience).await;
    let start = Instant::now();
    assert_eq!(
        engine.detect_text(&image).await,
        Err(EngineError::Unavailable)
    );
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(fake.calls(), 2);
    drop(fake);
    assert_eq!(
        engine.detect_text(&image).await,
        Err(EngineError::Unavailable)
    );
}

#[tokio::test]
async fn with_half_of_all_calls_throttled_everything_still_finishes() {
    let patience = Patience {
        attempts: 8,
        ..HASTY
    };
    let image = picture(200, 100, Channels::Grey, &[(7, 4, 4)]);
    let fake = marks();
    fake.behave(Behave::every(2, Fault::Throttled));
    let engine = rekognition(&fake, patience).await;
    for _ in 0..300 {
        assert_eq!(engine.detect_text(&image).await.unwrap().words.len(), 1);
    }
    assert!(fake.faults() >= 290, "{}", fake.faults());
    let fake = FakeComprehendMedical::start(vec![ScriptedPhi::new("kestrel", "NAME", 0.9)]);
    fake.behave(Behave::every(2, Fault::Throttled));
    let engine = comprehend(&fake, patience).await;
    for _ in 0..300 {
        let text = PhiText::new("NAME KESTREL".to_owned());
        assert_eq!(engine.classify_phi(&text).await.unwrap().entities.len(), 1);
    }
    assert!(fake.faults() >= 290, "{}", fake.faults());
}

#[tokio::test]
async fn calls_and_retries_keep_below_the_rate() {
    let fake = FakeComprehendMedical::start(Vec::new());
    fake.behave(Behave::every(2, Fault::Throttled));
    let engine = ComprehendMedical::new(&access(fake.url(), HASTY).await, RateLimit::new(10.0));
    let start = Instant::now();
    for _ in 0..15 {
        engine
            .classify_phi(&PhiText::new("text".to_owned()))
            .await
            .unwrap();
    }
    // Ten calls at once, the others at ten a second; the last call's own retry is not waited for.
    let most = 10.0 + 10.0 * start.elapsed().as_secs_f64() + 1.0;
    assert!(f64::from(fake.calls()) <= most, "{} > {most}", fake.calls());
    assert!(fake.calls() >= 29);
}

#[tokio::test]
async fn spans_point_into_the_whole_text_across_pieces() {
    let filler = "Jörg e\u{301} 𝒳 字 harmless words of a report\n";
    let mut text = String::new();
    let mut names = Vec::new();
    for number in 0..40 {
        text.push_str(&filler.repeat(25));
        names.push(text.chars().count() as u32);
        text.push_str("ANNA^KESTREL\n");
        text.push_str(&format!("𝒳𝒳 {number} MRN|K4711\n"));
    }
    let fake = FakeComprehendMedical::start(vec![
        ScriptedPhi::new("Anna Kestrel", "NAME", 0.99),
        ScriptedPhi::new("K4711", "SHOE_SIZE", 0.0),
    ]);
    let found = comprehend(&fake, HASTY)
        .await
        .classify_phi(&PhiText::new(text.clone()))
        .await
        .unwrap();
    assert_eq!(found.coverage, Coverage::Complete);
    let told: Vec<u32> = found
        .entities
        .iter()
        .filter(|entity| entity.category == PhiCategory::Name)
        .map(|entity| entity.span.start)
        .collect();
    assert_eq!(told, names);
    let letters: Vec<char> = text.chars().collect();
    let of_kind = |kind| {
        found
            .entities
            .iter()
            .filter(move |entity| entity.category == kind)
    };
    for entity in of_kind(PhiCategory::Unknown) {
        let words: String = letters[entity.span.start as usize..entity.span.end as usize]
            .iter()
            .collect();
        assert_eq!(words, "K4711");
        assert!(entity.score.value() > 0.0);
    }
    assert_eq!(of_kind(PhiCategory::Unknown).count(), 40);
    let asked = fake.asked();
    assert!(
        asked.texts.len() >= 3 && asked.largest_bytes < 19_000,
        "{}",
        asked.largest_bytes
    );
    assert!(asked.texts.iter().all(|text| !text.contains(['^', '|'])));
}

#[tokio::test]
async fn a_name_on_a_cut_of_one_endless_line_is_found() {
    // The first piece ends within the name.
    let text = format!("{}anna kestrel{}", "字 ".repeat(4748), " 字".repeat(3000));
    let fake = FakeComprehendMedical::start(vec![ScriptedPhi::new("anna kestrel", "NAME", 0.99)]);
    let found = comprehend(&fake, HASTY)
        .await
        .classify_phi(&PhiText::new(text))
        .await
        .unwrap();
    let spans: Vec<_> = found
        .entities
        .iter()
        .map(|entity| (entity.span.start, entity.span.end))
        .collect();
    assert_eq!(spans, [(9496, 9508)]);
    let asked = fake.asked().texts;
    assert!(!asked[0].contains("anna kestrel") && asked[1].contains("anna kestrel"));
}

#[tokio::test]
async fn an_empty_text_is_not_sent() {
    let fake = FakeComprehendMedical::start(Vec::new());
    let engine = comprehend(&fake, HASTY).await;
    let found = engine
        .classify_phi(&PhiText::new("\n ".to_owned()))
        .await
        .unwrap();
    assert_eq!(
        (found.entities.len(), found.coverage),
        (0, Coverage::Complete)
    );
    assert_eq!(fake.calls(), 0);
}

#[tokio::test]
async fn a_paid_check_tells_refused_credentials_from_a_service_out_of_reach() {
    let pictures = marks();
    let texts = FakeComprehendMedical::start(Vec::new());
    let (rekognition, comprehend) = (
        rekognition(&pictures, HASTY).await,
        comprehend(&texts, HASTY).await,
    );
    assert_eq!(rekognition.paid_check().await, Ok(()));
    assert_eq!(comprehend.paid_check().await, Ok(()));
    pictures.behave(Behave::always(Fault::Denied));
    texts.behave(Behave::always(Fault::Denied));
    assert_eq!(rekognition.paid_check().await, Err(AccessError::Denied));
    assert_eq!(comprehend.paid_check().await, Err(AccessError::Denied));
    drop((pictures, texts));
    assert_eq!(
        rekognition.paid_check().await,
        Err(AccessError::Unavailable)
    );
    assert_eq!(comprehend.paid_check().await, Err(AccessError::Unavailable));
}
