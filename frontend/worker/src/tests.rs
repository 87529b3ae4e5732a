//! The desk with a page that writes down what it is told.

mod cloud;
mod held;
mod lend;
mod lists;
mod study;
mod turned;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use deid_core::{Key, Limits, parse};
use deid_model::worker::{FileId, FromWorker, PictureVersion, SearchStage, ToWorker};
use deid_model::{Decision, EngineError, ProposedRegion, ReasonCode, ReviewDecision, Settings};
use deid_ocr::LocalOcr;
use deid_phantom::Built;
use deid_phantom::page::samples;

use crate::desk::Desk;
use crate::page::{Answer, Attachment, Page, Question};

/// Files are their bytes; each breath gives control back to the test once.
#[derive(Default)]
struct Notebook {
    told: RefCell<Vec<(FromWorker, Option<Vec<u8>>)>>,
    /// What the server will say, in this order.
    answers: RefCell<VecDeque<Answer>>,
    /// What it was asked: path and body.
    asked: RefCell<Vec<(&'static str, Vec<u8>)>>,
}

impl Page for Notebook {
    type Source = Vec<u8>;

    fn tell(&self, message: &FromWorker, attachment: Option<&[u8]>) {
        self.told
            .borrow_mut()
            .push((message.clone(), attachment.map(<[u8]>::to_vec)));
    }

    async fn read(&self, source: &Vec<u8>, limit: u64) -> Result<Vec<u8>, ReasonCode> {
        if source.len() as u64 > limit {
            Err(ReasonCode::LimitExceeded)
        } else {
            Ok(source.clone())
        }
    }

    async fn ask(&self, question: &Question<'_>) -> Result<Answer, EngineError> {
        assert_eq!(question.headers[0].1, "Bearer secret");
        assert_eq!(question.headers[1], ("deid-consent", "agreed".to_owned()));
        self.asked
            .borrow_mut()
            .push((question.path, question.body.to_vec()));
        let answer = self.answers.borrow_mut().pop_front();
        answer.ok_or(EngineError::Unavailable)
    }

    async fn pause(&self, _seconds: u32) {
        self.breathe().await;
    }

    async fn breathe(&self) {
        let breathed = Cell::new(false);
        std::future::poll_fn(|_| {
            if breathed.replace(true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    fn now_ms(&self) -> f64 {
        0.0
    }
}

/// A desk and the work on it.
struct Visit {
    desk: Rc<Desk<Notebook>>,
    work: Vec<Pin<Box<dyn Future<Output = ()>>>>,
}

impl Visit {
    fn new() -> Self {
        let desk = Rc::new(Desk::new(
            Notebook::default(),
            LocalOcr::new().unwrap(),
            Key::new([7; 32]),
        ));
        Self {
            desk,
            work: Vec::new(),
        }
    }

    fn say(&mut self, message: ToWorker, source: Option<Vec<u8>>) {
        let attachment = source.map_or(Attachment::Nothing, Attachment::File);
        self.say_with(message, attachment);
    }

    fn say_with(&mut self, message: ToWorker, attachment: Attachment<Vec<u8>>) {
        if let Some(job) = self.desk.hear(message, attachment) {
            self.work.push(Box::pin(Rc::clone(&self.desk).work(job)));
        }
    }

    fn open(&mut self, file: FileId, name: &str, bytes: Vec<u8>) {
        self.say(
            ToWorker::Open {
                file,
                name: name.to_owned(),
                folder: String::new(),
                accept_truncated: false,
            },
            Some(bytes),
        );
    }

    fn save(&mut self, file: FileId, decisions: Vec<ReviewDecision>) {
        self.save_with(file, decisions, Settings::DEFAULT);
    }

    fn save_with(&mut self, file: FileId, decisions: Vec<ReviewDecision>, settings: Settings) {
        let save = ToWorker::Save {
            file,
            settings,
            decisions,
            drawn: Vec::new(),
            frames_viewed: 1,
        };
        self.say(save, None);
    }

    /// Works until the next breath; whether work is left.
    fn step(&mut self) -> bool {
        self.work.retain_mut(|work| {
            work.as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
                .is_pending()
        });
        !self.work.is_empty()
    }

    fn finish(&mut self) {
        while self.step() {}
    }

    /// What was told since the last time.
    fn told(&self) -> Vec<(FromWorker, Option<Vec<u8>>)> {
        self.desk.page.told.take()
    }
}

/// The 1024 x 1024 radiograph that the page offers: `chest.png`.
fn chest() -> Built {
    samples().remove(0).built
}

fn stages(told: &[(FromWorker, Option<Vec<u8>>)]) -> Vec<SearchStage> {
    let stage = |(message, _): &(FromWorker, _)| match message {
        FromWorker::Regions { stage, .. } => Some(*stage),
        _ => None,
    };
    told.iter().filter_map(stage).collect()
}

fn found(told: &[(FromWorker, Option<Vec<u8>>)]) -> Vec<ProposedRegion> {
    let Some((FromWorker::Regions { regions, .. }, _)) = told.last() else {
        panic!("the search did not end")
    };
    regions.clone()
}

fn reason(told: &[(FromWorker, Option<Vec<u8>>)]) -> Option<ReasonCode> {
    match told.last() {
        Some((FromWorker::Refused { reason, .. }, _)) => Some(reason.code),
        _ => None,
    }
}

#[test]
fn a_file_is_announced_shown_and_searched_in_this_order() {
    let mut visit = Visit::new();
    let chest = chest();
    visit.open(3, "chest.png", chest.bytes);
    visit.finish();
    let told = visit.told();
    assert!(matches!(&told[0].0, FromWorker::Opened { file: 3, info } if info.frames == 1));
    assert!(matches!(
        &told[1].0,
        FromWorker::Picture {
            file: 3,
            frame: 0,
            version: PictureVersion::Original,
            ..
        }
    ));
    assert_eq!(told[1].1.as_ref().unwrap().len(), 1024 * 1024 * 2);
    assert_eq!(stages(&told), [SearchStage::Preview, SearchStage::Complete]);
    let regions = found(&told);
    // A lone marker may be missed: it would be kept.
    let phi = chest.truth.words.iter().enumerate();
    for word in phi.filter(|(_, word)| word.is_phi()).map(|(at, _)| at) {
        let share = chest.truth.covered_share(word, |x, y| {
            regions.iter().any(|region| region.area.contains(x, y))
        });
        assert!(share >= 0.98, "word {word}: {share}");
    }
}

#[test]
fn pictures_are_sent_while_the_search_goes_on() {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    assert!(visit.step());
    visit.told();
    visit.say(
        ToWorker::Display {
            file: 0,
            frame: 0,
            version: PictureVersion::Original,
        },
        None,
    );
    assert!(matches!(
        visit.told().as_slice(),
        [(FromWorker::Picture { .. }, Some(_))]
    ));
}

#[test]
fn a_saved_file_is_handed_over_and_can_be_shown() {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    visit.finish();
    let mut regions = found(&visit.told());
    let (name, report, bytes) = loop {
        visit.save(0, redact(&regions));
        visit.finish();
        match visit.told().remove(0) {
            (FromWorker::Saved { name, report, .. }, Some(bytes)) => break (name, report, bytes),
            (FromWorker::MoreFound { regions: more, .. }, None) => {
                assert!(more.starts_with(&regions) && more.len() > regions.len());
                assert!(more.len() < 100, "saving does not come to an end");
                regions = more;
            }
            (other, _) => panic!("not saved: {other:?}"),
        }
    };
    assert_eq!(name, "de-id-chest.png");
    assert_eq!(
        (report.regions.len(), report.frames_viewed),
        (regions.len(), Some(1))
    );
    let output = parse(bytes, &Limits::DEFAULT).unwrap();
    assert_eq!(output.sha256(), report.output.as_ref().unwrap().sha256);
    visit.say(
        ToWorker::Display {
            file: 0,
            frame: 0,
            version: PictureVersion::Saved,
        },
        None,
    );
    assert!(matches!(
        &visit.told()[0].0,
        FromWorker::Picture {
            version: PictureVersion::Saved,
            ..
        }
    ));
}

fn redact(regions: &[ProposedRegion]) -> Vec<ReviewDecision> {
    let redact = |region: &ProposedRegion| ReviewDecision {
        id: region.id,
        decision: Decision::Redact,
    };
    regions.iter().map(redact).collect()
}

#[test]
fn an_order_to_save_waits_for_the_search_and_must_decide_every_region() {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    assert!(visit.step());
    visit.save(0, Vec::new());
    visit.finish();
    let told = visit.told();
    assert_eq!(stages(&told).last(), Some(&SearchStage::Complete));
    assert_eq!(reason(&told), Some(ReasonCode::UndecidedRegion));
}

#[test]
fn a_refused_file_leaves_others_alone() {
    let mut visit = Visit::new();
    visit.open(0, "notes.txt", b"not an image".to_vec());
    visit.finish();
    assert_eq!(reason(&visit.told()), Some(ReasonCode::NotAnImage));
    visit.open(1, "chest.png", chest().bytes);
    visit.finish();
    assert_eq!(stages(&visit.told()).last(), Some(&SearchStage::Complete));
    visit.say(
        ToWorker::Display {
            file: 0,
            frame: 0,
            version: PictureVersion::Original,
        },
        None,
    );
    assert_eq!(reason(&visit.told()), Some(ReasonCode::ReadFailed));
}

#[test]
fn nothing_is_told_of_a_file_that_was_closed_during_its_search() {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    assert!(visit.step());
    visit.told();
    visit.say(ToWorker::Close { file: 0 }, None);
    visit.finish();
    assert!(visit.told().is_empty());
}

#[test]
fn a_frame_that_is_not_there_is_refused_by_name() {
    let mut visit = Visit::new();
    visit.open(0, "chest.png", chest().bytes);
    assert!(visit.step());
    visit.say(
        ToWorker::Display {
            file: 0,
            frame: 9,
            version: PictureVersion::Original,
        },
        None,
    );
    assert!(reason(&visit.told()).is_some());
}
