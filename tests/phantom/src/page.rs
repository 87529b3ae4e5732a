//! What the empty page offers to try: a chest radiograph, a cine, a slice, a mammogram.

use deid_model::FrameSize;
use serde_json::{Value, json};

use crate::catalog::{Built, dicom};
use crate::dicom::{Kind, Pixels, Syntax, Wrapping, lossless_jpeg};
use crate::paint::Background;
use crate::picture::{png_grey8, png_rgb, png_texts};
use crate::scene::{Labels, Scene, light};
use crate::text::Face;
use crate::{big, catalog};

/// A sample: its file, a small picture of it, and how it is announced.
pub struct Sample {
    /// File name.
    pub file: &'static str,
    /// File name of the small picture.
    pub thumb: &'static str,
    /// What it is.
    pub title: &'static str,
    /// What is special about it.
    pub detail: &'static str,
    /// The file.
    pub built: Built,
    /// PNG, about 400 by 230 pixels.
    pub picture: Vec<u8>,
}

/// Columns and rows of the small pictures.
const THUMB: FrameSize = FrameSize::new(400, 230);

/// All samples, in the order they are shown.
#[must_use]
pub fn samples() -> Vec<Sample> {
    vec![chest(), cine(), slice(), mammogram()]
}

/// The list that the page reads.
#[must_use]
pub fn index(samples: &[Sample]) -> Value {
    let entry = |sample: &Sample| json!({ "file": sample.file, "title": sample.title, "detail": sample.detail, "thumb": sample.thumb });
    samples.iter().map(entry).collect()
}

fn chest() -> Sample {
    let size = FrameSize::new(1024, 1024);
    let scene = Scene::still(
        Background::Chest,
        size,
        Labels::Corners(light(Face::Sans, 26.0)),
        101,
    );
    let bytes = png_grey8(size, &scene.grey8(0), &png_texts(&scene.identity));
    Sample {
        file: "chest.png",
        thumb: "chest.thumb.png",
        title: "Chest X-ray",
        detail: "PNG, 1024 × 1024",
        built: Built {
            bytes,
            extension: "png",
            truth: scene.truth(),
            samples: None,
        },
        picture: thumb(&scene),
    }
}

fn cine() -> Sample {
    let size = FrameSize::new(640, 480);
    let labels = Labels::Banner(light(Face::Sans, 17.0));
    let scene = Scene::still(Background::Ultrasound, size, labels, 102);
    Sample {
        file: "ultrasound.dcm",
        thumb: "ultrasound.thumb.png",
        title: "Ultrasound cine",
        detail: "DICOM, JPEG, 16 frames",
        built: big::cine(16, 102),
        picture: thumb(&scene),
    }
}

fn slice() -> Sample {
    let size = FrameSize::new(512, 512);
    let scene = Scene::still(
        Background::Ct(0.4),
        size,
        Labels::Corners(light(Face::Sans, 18.0)),
        103,
    );
    let samples = scene
        .luminance(0)
        .map(|value| (value * 2000.0 + 24.5) as u16)
        .collect();
    let pixels = Pixels::grey16(size, 12, samples);
    let kind = Kind::Ct { intercept: -1024 };
    Sample {
        file: "ct-slice.dcm",
        thumb: "ct-slice.thumb.png",
        title: "CT slice",
        detail: "DICOM, 12 bits, window of soft tissue",
        built: dicom(
            &scene,
            kind,
            &pixels,
            Syntax::ExplicitLittle,
            Wrapping::Full,
        ),
        picture: windowed_thumb(&scene),
    }
}

fn mammogram() -> Sample {
    let size = FrameSize::new(1100, 1400);
    let scene = Scene::still(
        Background::Mammogram,
        size,
        Labels::Corners(light(Face::Sans, 30.0)),
        104,
    );
    let samples = scene.grey(0, u16::MAX);
    let stream = lossless_jpeg::encode(&samples, size.columns as u16, size.rows as u16, 16);
    let pixels = Pixels::grey16(size, 16, samples).compressed(vec![stream]);
    Sample {
        file: "mammogram.dcm",
        thumb: "mammogram.thumb.png",
        title: "Mammogram",
        detail: "DICOM, JPEG Lossless, 16 bits",
        built: catalog::dicom(
            &scene,
            Kind::Mg,
            &pixels,
            Syntax::JpegLossless,
            Wrapping::Full,
        ),
        picture: thumb(&scene),
    }
}

fn thumb(scene: &Scene) -> Vec<u8> {
    let samples: Vec<f32> = scene.luminance(0).collect();
    small(scene.size, &samples)
}

/// Through the soft tissue window of the slice: -160 to 240 HU.
fn windowed_thumb(scene: &Scene) -> Vec<u8> {
    let samples: Vec<f32> = scene
        .luminance(0)
        .map(|value| ((value - 0.42) / 0.2).clamp(0.0, 1.0))
        .collect();
    small(scene.size, &samples)
}

/// The upper part of a picture at the width of a small one, each pixel the mean of its source.
fn small(size: FrameSize, samples: &[f32]) -> Vec<u8> {
    let scale = size.columns as f32 / THUMB.columns as f32;
    let mut grey = Vec::with_capacity(THUMB.pixels() as usize * 3);
    for y in 0..THUMB.rows {
        for x in 0..THUMB.columns {
            let edge = |at: u32, limit: u32| ((at as f32 * scale) as u32).min(limit);
            let (x0, x1) = (edge(x, size.columns - 1), edge(x + 1, size.columns));
            let (y0, y1) = (edge(y, size.rows - 1), edge(y + 1, size.rows));
            let (mut sum, mut count) = (0.0, 0.0f32);
            for row in y0..y1.max(y0 + 1) {
                for column in x0..x1.max(x0 + 1) {
                    sum += samples[(row * size.columns + column) as usize];
                    count += 1.0;
                }
            }
            let value = (sum / count * 255.0) as u8;
            grey.extend([value, value, value]);
        }
    }
    png_rgb(THUMB, &grey, &[])
}
