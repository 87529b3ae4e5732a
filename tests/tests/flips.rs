//! Any byte of a file changed: the line gives a file or an error, and no code of ours panics.
//!
//! Decoders of others may panic: both shells guard the line. Where a panic comes from tells whose it is.
//! `DEID_FLIPS` is the number of changed bytes tried of each file (500 without it), `DEID_FLIPS_FILES` a folder of
//! further files, such as the phantoms that `tests/interop/syntax_phantoms.py --keep` leaves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

use deid_model::{
    Confidence, Coverage, DetectedText, DisplayImage, EngineError, FrameSize, PixelBox,
    TextDetection, TextDetector,
};
use deid_phantom::dicom::{
    Kind, Pixels, Place, Syntax, Wrapping, data_set, jpeg2000, lossless_jpeg, rle, write_file,
};
use deid_phantom::picture::{Jpeg, jpeg};
use deid_phantom::{Identity, Scene};
use deid_tests::line;

const SIZE: FrameSize = FrameSize::new(64, 64);
const FLIPS: u32 = 500;

/// Finds one word, unread, in every picture that has room for it.
struct OneWord;

impl TextDetector for OneWord {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let area = PixelBox::new(8, 8, 40, 20).unwrap();
        let fits = image.size().bounds().is_some_and(|all| all.covers(area));
        let word = TextDetection::unread(area, Confidence::new(1.0), 0);
        Ok(DetectedText {
            words: if fits { vec![word] } else { Vec::new() },
            coverage: Coverage::Complete,
        })
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

thread_local! {
    /// The source file of the last panic of this thread.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics inside `work` are noted and not printed.
fn panic_place(work: impl FnOnce()) -> Option<String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            let is_ours = !is_foreign(&place);
            PLACE.set(place);
            if is_ours {
                before(info);
            }
        }));
    });
    catch_unwind(AssertUnwindSafe(work))
        .err()
        .map(|_| PLACE.take())
}

/// Whether a panic comes from a crate of the registry, and not from this repository or the standard library.
fn is_foreign(place: &str) -> bool {
    place.replace('\\', "/").contains("/registry/src/")
}

/// Changes one byte after the other, half of them in the pixel data; fails where code of ours panics.
fn flip(name: &str, file: &[u8]) {
    let flips = std::env::var("DEID_FLIPS").map_or(FLIPS, |text| text.parse().unwrap());
    let pixels = file
        .windows(4)
        .rposition(|part| part == [0xe0, 0x7f, 0x10, 0] || part == [0x7f, 0xe0, 0, 0x10])
        .unwrap_or(file.len() / 2);
    let mut dice = Dice(2026);
    let (mut written, mut ours) = (0, Vec::new());
    let mut foreign: BTreeMap<String, u32> = BTreeMap::new();
    for number in 0..flips {
        let at = match number % 2 {
            0 => dice.below(file.len()),
            _ => pixels + dice.below(file.len() - pixels),
        };
        let mut changed = file.to_vec();
        changed[at] ^= 1 + dice.below(255) as u8;
        let panicked = panic_place(|| written += u32::from(line::run(&changed, &OneWord).is_ok()));
        match panicked {
            Some(place) if is_foreign(&place) => *foreign.entry(place).or_default() += 1,
            Some(place) => ours.push(format!("byte {at} became {:#04x}: {place}", changed[at])),
            None => {}
        }
    }
    println!("{name}: {written} of {flips} written; decoders panicked at {foreign:?}");
    assert!(ours.is_empty(), "{name}:\n{}", ours.join("\n"));
}

/// Flips bytes of a file that is written as it is.
fn check(name: &str, pixels: &Pixels, syntax: Syntax) {
    let elements = data_set(&Identity::invented(70), Place::default(), Kind::Sc, pixels);
    let file = write_file(&elements, syntax, Wrapping::Full);
    line::run(&file, &OneWord).unwrap_or_else(|reason| panic!("{name}: {reason:?}"));
    flip(name, &file);
}

fn scene(frames: u32) -> Scene {
    use deid_phantom::{paint::Background, scene::Labels};
    Scene::moving(Background::Ultrasound, SIZE, Labels::None, 70, frames)
}

fn grey16() -> Pixels {
    Pixels::grey16(SIZE, 12, scene(1).grey(0, 4095))
}

fn rgb() -> Pixels {
    Pixels::color8(SIZE, 1, "RGB", scene(1).rgb(0, [255, 240, 96]))
}

#[test]
fn any_changed_byte_of_an_uncompressed_file_gives_a_file_or_an_error() {
    check("explicit", &grey16(), Syntax::ExplicitLittle);
    check("implicit", &grey16(), Syntax::ImplicitLittle);
    check("explicit, color", &rgb(), Syntax::ExplicitLittle);
}

#[test]
fn any_changed_byte_of_a_big_endian_or_deflated_file_gives_a_file_or_an_error() {
    check("big endian", &grey16(), Syntax::ExplicitBig);
    check("deflated", &grey16(), Syntax::Deflated);
}

#[test]
fn any_changed_byte_of_run_lengths_gives_a_file_or_an_error() {
    let words = scene(1).grey(0, 4095);
    let columns = SIZE.columns as usize;
    let grey = rle::frame(&rle::planes_of_words(&words), columns);
    check("rle", &grey16().compressed(vec![grey]), Syntax::Rle);
    let samples = scene(1).rgb(0, [255, 240, 96]);
    let color = rle::frame(&rle::planes_of_color(&samples), columns);
    check("rle, color", &rgb().compressed(vec![color]), Syntax::Rle);
}

#[test]
fn any_changed_byte_of_a_lossy_jpeg_gives_a_file_or_an_error() {
    let lossy = |pixels: Pixels| Pixels {
        lossy: true,
        ..pixels
    };
    let frames: Vec<Vec<u8>> = (0..2)
        .map(|frame| jpeg(SIZE, &scene(2).grey8(frame), Jpeg::Grey, 90))
        .collect();
    let grey = lossy(Pixels::grey8(SIZE, 2, Vec::new()));
    check("jpeg", &grey.compressed(frames), Syntax::JpegBaseline);
    let frame = jpeg(SIZE, &scene(1).rgb(0, [255, 240, 96]), Jpeg::Color422, 90);
    let color = lossy(Pixels::color8(SIZE, 1, "YBR_FULL_422", Vec::new()));
    let color = color.compressed(vec![frame]);
    check("jpeg, color", &color, Syntax::JpegBaseline);
}

#[test]
fn any_changed_byte_of_a_lossless_jpeg_gives_a_file_or_an_error() {
    let stream = lossless_jpeg::encode(&scene(1).grey(0, 4095), 64, 64, 12);
    let pixels = grey16().compressed(vec![stream]);
    check("lossless jpeg", &pixels, Syntax::JpegLossless);
}

#[test]
fn any_changed_byte_of_a_jpeg_2000_gives_a_file_or_an_error() {
    let samples: Vec<i32> = scene(1).grey(0, 4095).into_iter().map(i32::from).collect();
    let stream = jpeg2000::encode(&samples, 64, 64, 12, false);
    let pixels = grey16().compressed(vec![stream]);
    check("jpeg 2000", &pixels, Syntax::Jpeg2000);
}

#[test]
fn any_changed_byte_of_further_files_gives_a_file_or_an_error() {
    let Some(folder) = std::env::var_os("DEID_FLIPS_FILES") else {
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(&folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        flip(&name, &std::fs::read(&path).unwrap());
    }
}
