//! Any small picture, in any layout and transfer syntax that phantoms are written in: every sample comes back, before boxes
//! are painted and, outside of them, after.
#![allow(
    clippy::unwrap_used,
    reason = "every function of this file belongs to a test"
)]

use deid_core::{DraftPlan, Frame, IdentifiedFile, Key, Limits, deidentify, encode, parse, verify};
use deid_model::{
    Coverage, DetectedText, DisplayImage, DrawnRegion, EngineError, FrameSelection, FrameSize,
    PixelBox, Settings, TextDetector,
};
use deid_phantom::Identity;
use deid_phantom::dicom::{
    Encapsulated, Kind, Pixels, Place, Samples, Syntax, Wrapping, data_set, jpeg2000,
    lossless_jpeg, rle, write_file,
};
use deid_rules::{Case, Rules, SiteLists};
use pollster::block_on;
use proptest::prelude::*;

/// A picture in one layout.
#[derive(Clone, Debug)]
struct Drawn {
    size: FrameSize,
    frames: u32,
    /// Samples of a pixel: 1, or 3 of 8 bits.
    channels: usize,
    bits_stored: u16,
    planar: bool,
    syntax: Syntax,
    /// By frame, row, column, channel.
    values: Vec<u16>,
}

/// Where a box is, in parts of the picture, and in which frame.
type Boxed = ([f64; 4], Option<u32>);

fn drawn() -> impl Strategy<Value = Drawn> {
    let native = [
        Syntax::ImplicitLittle,
        Syntax::ExplicitLittle,
        Syntax::ExplicitBig,
        Syntax::Deflated,
        Syntax::Rle,
    ];
    let grey = [&native[..], &[Syntax::JpegLossless, Syntax::Jpeg2000]].concat();
    let color = (prop::sample::select(native.to_vec()), any::<bool>());
    let color = color.prop_map(|(syntax, planar)| (syntax, planar, 3, 8));
    let grey = (prop::sample::select(grey), 8..=16u16);
    let grey = grey.prop_map(|(syntax, bits)| (syntax, false, 1, bits));
    let shape = (1..=24u32, 1..=24u32, 1..=3u32, prop_oneof![color, grey]);
    shape.prop_flat_map(
        |(columns, rows, frames, (syntax, planar, channels, bits_stored))| {
            let count = (columns * rows * frames) as usize * channels;
            let most = u16::MAX >> (16 - bits_stored);
            prop::collection::vec(0..=most, count).prop_map(move |values| Drawn {
                size: FrameSize::new(columns, rows),
                frames,
                channels,
                bits_stored,
                planar,
                syntax,
                values,
            })
        },
    )
}

fn boxes() -> impl Strategy<Value = Vec<Boxed>> {
    let part = || 0.0..1.0f64;
    let place = (part(), part(), part(), part()).prop_map(|(a, b, c, d)| [a, b, c, d]);
    prop::collection::vec((place, prop::option::of(0..3u32)), 0..4)
}

impl Drawn {
    fn value(&self, frame: u32, x: u32, y: u32, channel: usize) -> u16 {
        let FrameSize { columns, rows } = self.size;
        let pixel = (frame * rows + y) * columns + x;
        self.values[pixel as usize * self.channels + channel]
    }

    fn frame_values(&self, frame: u32) -> &[u16] {
        let length = self.values.len() / self.frames as usize;
        &self.values[frame as usize * length..][..length]
    }

    /// As native samples: planes where there are some.
    fn stored(&self) -> Vec<u16> {
        let frames = (0..self.frames).map(|frame| self.frame_values(frame));
        let planes = |values: &[u16]| -> Vec<u16> {
            let plane = |channel| values.iter().skip(channel).step_by(self.channels).copied();
            (0..self.channels).flat_map(plane).collect()
        };
        match self.planar {
            true => frames.flat_map(planes).collect(),
            false => self.values.clone(),
        }
    }

    /// The stream of one frame, where the transfer syntax has streams.
    fn stream(&self, frame: u32) -> Option<Vec<u8>> {
        let values = self.frame_values(frame);
        let FrameSize { columns, rows } = self.size;
        let bytes = || -> Vec<u8> { values.iter().map(|value| *value as u8).collect() };
        match self.syntax {
            Syntax::Rle if self.channels == 3 => {
                let planes = rle::planes_of_color(&bytes());
                Some(rle::frame(&planes, columns as usize))
            }
            Syntax::Rle if self.bits_stored == 8 => Some(rle::frame(&[bytes()], columns as usize)),
            Syntax::Rle => Some(rle::frame(&rle::planes_of_words(values), columns as usize)),
            Syntax::JpegLossless => {
                let (columns, rows) = (columns as u16, rows as u16);
                let bits = self.bits_stored as u8;
                Some(lossless_jpeg::encode(values, columns, rows, bits))
            }
            Syntax::Jpeg2000 => {
                let values: Vec<i32> = values.iter().map(|value| i32::from(*value)).collect();
                let bits = u32::from(self.bits_stored);
                Some(jpeg2000::encode(&values, columns, rows, bits, false))
            }
            _ => None,
        }
    }

    fn file(&self) -> Vec<u8> {
        let narrow = self.bits_stored == 8;
        let photometric = if self.channels == 3 {
            "RGB"
        } else {
            "MONOCHROME2"
        };
        let stored = self.stored();
        let streams: Option<Vec<Vec<u8>>> = (0..self.frames).map(|at| self.stream(at)).collect();
        let pixels = Pixels {
            photometric,
            bits_allocated: if narrow { 8 } else { 16 },
            bits_stored: self.bits_stored,
            planar: u16::from(self.planar),
            samples: if narrow {
                Samples::Bytes(stored.iter().map(|value| *value as u8).collect())
            } else {
                Samples::Words(stored)
            },
            encapsulated: streams.map(|fragments| Encapsulated {
                offsets: Vec::new(),
                fragments,
            }),
            ..Pixels::grey8(self.size, self.frames, Vec::new())
        };
        let person = Identity::invented(3);
        let elements = data_set(&person, Place::default(), Kind::Us, &pixels);
        write_file(&elements, self.syntax, Wrapping::Full)
    }

    fn regions(&self, boxes: &[Boxed]) -> Vec<DrawnRegion> {
        let FrameSize { columns, rows } = self.size;
        let span = |a: f64, b: f64, length: u32| {
            let start = (a * f64::from(length)) as u32;
            (
                start,
                start + 1 + (b * f64::from(length - start - 1)) as u32,
            )
        };
        let region = |(part, frame): &Boxed| {
            let ((x0, x1), (y0, y1)) = (
                span(part[0], part[2], columns),
                span(part[1], part[3], rows),
            );
            DrawnRegion {
                frames: frame.map_or(FrameSelection::All, |frame| {
                    FrameSelection::One(frame % self.frames)
                }),
                area: PixelBox::new(x0, y0, x1, y1).unwrap(),
            }
        };
        boxes.iter().map(region).collect()
    }
}

/// Sees no text.
struct Blind;

impl TextDetector for Blind {
    async fn detect_text(&self, _: &DisplayImage) -> Result<DetectedText, EngineError> {
        Ok(nothing())
    }
}

fn nothing() -> DetectedText {
    DetectedText {
        words: Vec::new(),
        coverage: Coverage::Complete,
    }
}

/// The released file, with `regions` drawn by a person.
fn redacted(file: IdentifiedFile, regions: &[DrawnRegion]) -> IdentifiedFile {
    let mut draft = DraftPlan::new(&file);
    for frame in 0..file.frames() {
        draft.add_frame(frame, &nothing(), &[]);
    }
    let plan = draft
        .approve_by_person(&[], regions, file.frames())
        .unwrap();
    let rules = Rules::new(&Case {
        modality: None,
        identifying: &[],
        lists: &SiteLists::empty(),
    });
    let candidate = deidentify(file, &plan, &Settings::DEFAULT, &Key::new([7; 32])).unwrap();
    let reading = block_on(candidate.read_again(&Blind, &rules)).unwrap();
    let released = verify(candidate, reading).unwrap();
    parse(encode(&released)[0].bytes.clone(), &Limits::DEFAULT).unwrap()
}

fn word(frame: &Frame, x: u32, y: u32, channel: usize) -> u64 {
    let layout = frame.layout();
    layout.word(frame.samples(), layout.offset(x, y, channel as u8))
}

fn is_covered(regions: &[DrawnRegion], frame: u32, x: u32, y: u32) -> bool {
    let mut regions = regions.iter();
    regions.any(|region| region.frames.includes(frame) && region.area.contains(x, y))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_sample_comes_back_before_and_outside_of_boxes_after_painting(
        drawn in drawn(),
        boxes in boxes(),
    ) {
        let bytes = drawn.file();
        let file = parse(bytes.clone(), &Limits::DEFAULT).unwrap();
        prop_assert_eq!(file.frames(), drawn.frames);
        let regions = drawn.regions(&boxes);
        let output = redacted(parse(bytes, &Limits::DEFAULT).unwrap(), &regions);
        let mut fill = None;
        for frame in 0..drawn.frames {
            let (before, after) = (file.frame(frame).unwrap(), output.frame(frame).unwrap());
            for (y, x, channel) in places(drawn.size, drawn.channels) {
                let value = u64::from(drawn.value(frame, x, y, channel));
                prop_assert_eq!(word(&before, x, y, channel), value);
                let written = word(&after, x, y, channel);
                // Black, and in all boxes of a file the same stored value.
                let expected = if is_covered(&regions, frame, x, y) {
                    *fill.get_or_insert(written)
                } else {
                    value
                };
                prop_assert_eq!(written, expected);
            }
        }
    }
}

/// Row, column and channel of every sample.
fn places(size: FrameSize, channels: usize) -> impl Iterator<Item = (u32, u32, usize)> {
    let pixels = (0..size.rows).flat_map(move |y| (0..size.columns).map(move |x| (y, x)));
    pixels.flat_map(move |(y, x)| (0..channels).map(move |channel| (y, x, channel)))
}
