//! Compressed pixels: RLE, JPEG Baseline, JPEG Lossless, JPEG 2000.

use deid_model::FrameSize;

use super::grey::{hounsfield, slice};
use super::{Built, Case, dicom};
use crate::dicom::{Encapsulated, Kind, Pixels, Syntax, Wrapping, jpeg2000, lossless_jpeg, rle};
use crate::paint::Background;
use crate::picture::{Jpeg, jpeg};
use crate::scene::{Labels, Scene, light};
use crate::text::Face;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "cr_rle_16_bit",
        build: rle_words,
    },
    Case {
        name: "us_rle_rgb",
        build: rle_color,
    },
    Case {
        name: "us_rle_frames",
        build: rle_frames,
    },
    Case {
        name: "cr_jpeg_baseline",
        build: baseline_grey,
    },
    Case {
        name: "cr_jpeg_baseline_two_fragments",
        build: baseline_two_fragments,
    },
    Case {
        name: "cr_jpeg_baseline_without_text",
        build: baseline_without_text,
    },
    Case {
        name: "us_jpeg_baseline_422_frames",
        build: baseline_frames,
    },
    Case {
        name: "cr_jpeg_lossless_16_bit",
        build: lossless_words,
    },
    Case {
        name: "sc_jpeg_lossless_8_bit",
        build: lossless_bytes,
    },
    Case {
        name: "ct_jpeg_2000_signed",
        build: jpeg_2000,
    },
];

const CHEST: FrameSize = FrameSize::new(600, 640);
const SECTOR: FrameSize = FrameSize::new(640, 480);

fn chest(seed: u64, labels: Labels) -> Scene {
    Scene::still(Background::Chest, CHEST, labels, seed)
}

fn named_chest(seed: u64) -> Scene {
    chest(seed, Labels::Corners(light(Face::Sans, 20.0)))
}

fn sector(seed: u64, frames: u32) -> Scene {
    let labels = Labels::Banner(light(Face::Sans, 17.0));
    Scene::moving(Background::Ultrasound, SECTOR, labels, seed, frames)
}

fn rle_words() -> Built {
    let scene = named_chest(30);
    let samples = scene.grey(0, 4095);
    let fragment = rle::frame(&rle::planes_of_words(&samples), CHEST.columns as usize);
    let pixels = Pixels::grey16(CHEST, 12, samples).compressed(vec![fragment]);
    dicom(&scene, Kind::Cr, &pixels, Syntax::Rle, Wrapping::Full)
}

fn rle_color() -> Built {
    let scene = sector(31, 1);
    let samples = scene.rgb(0, [96, 255, 128]);
    let fragment = rle::frame(&rle::planes_of_color(&samples), SECTOR.columns as usize);
    let pixels = Pixels::color8(SECTOR, 1, "RGB", samples).compressed(vec![fragment]);
    dicom(&scene, Kind::Us, &pixels, Syntax::Rle, Wrapping::Full)
}

fn rle_frames() -> Built {
    let scene = sector(32, 3);
    let samples = (0..3).flat_map(|frame| scene.grey8(frame)).collect();
    let frame = |number| rle::frame(&[scene.grey8(number)], SECTOR.columns as usize);
    let pixels = Pixels::grey8(SECTOR, 3, samples).compressed((0..3).map(frame).collect());
    dicom(&scene, Kind::Us, &pixels, Syntax::Rle, Wrapping::Full)
}

fn baseline(scene: &Scene) -> (Pixels, Vec<u8>) {
    let pixels = Pixels {
        lossy: true,
        ..Pixels::grey8(scene.size, 1, Vec::new())
    };
    (pixels, jpeg(scene.size, &scene.grey8(0), Jpeg::Grey, 90))
}

fn baseline_grey() -> Built {
    let scene = named_chest(33);
    let (pixels, stream) = baseline(&scene);
    dicom(
        &scene,
        Kind::Cr,
        &pixels.compressed(vec![stream]),
        Syntax::JpegBaseline,
        Wrapping::Full,
    )
}

/// One frame in two fragments, which the standard allows where there is one frame.
fn baseline_two_fragments() -> Built {
    let scene = named_chest(34);
    let (pixels, stream) = baseline(&scene);
    let (head, tail) = stream.split_at(stream.len() / 4 * 2);
    let fragments = vec![head.to_vec(), tail.to_vec()];
    dicom(
        &scene,
        Kind::Cr,
        &pixels.compressed(fragments),
        Syntax::JpegBaseline,
        Wrapping::Full,
    )
}

fn baseline_without_text() -> Built {
    let scene = chest(35, Labels::None);
    let (pixels, stream) = baseline(&scene);
    dicom(
        &scene,
        Kind::Cr,
        &pixels.compressed(vec![stream]),
        Syntax::JpegBaseline,
        Wrapping::Full,
    )
}

fn baseline_frames() -> Built {
    let scene = sector(36, 4);
    let pixels = cine(&scene, 90);
    dicom(
        &scene,
        Kind::Us,
        &pixels,
        Syntax::JpegBaseline,
        Wrapping::Full,
    )
}

/// All frames of a scene as `YBR_FULL_422` JPEG, with a basic offset table.
fn cine(scene: &Scene, quality: u8) -> Pixels {
    let frames = scene.frames.len();
    let frame = |number| {
        jpeg(
            scene.size,
            &scene.rgb(number, [255, 240, 96]),
            Jpeg::Color422,
            quality,
        )
    };
    let fragments: Vec<Vec<u8>> = (0..frames).map(frame).collect();
    let pixels = Pixels::color8(scene.size, frames as u32, "YBR_FULL_422", Vec::new());
    Pixels {
        lossy: true,
        encapsulated: Some(with_offsets(fragments)),
        ..pixels
    }
}

/// Fragments, one a frame, behind the offset table that tells where each begins.
fn with_offsets(fragments: Vec<Vec<u8>>) -> Encapsulated {
    let mut offset = 0;
    let offsets = fragments
        .iter()
        .map(|fragment| {
            let here = offset;
            offset += 8 + (fragment.len() + fragment.len() % 2) as u32;
            here
        })
        .collect();
    Encapsulated { offsets, fragments }
}

fn lossless_words() -> Built {
    let scene = named_chest(37);
    let samples = scene.grey(0, 65535);
    let stream = lossless_jpeg::encode(&samples, CHEST.columns as u16, CHEST.rows as u16, 16);
    let pixels = Pixels::grey16(CHEST, 16, samples).compressed(vec![stream]);
    dicom(
        &scene,
        Kind::Cr,
        &pixels,
        Syntax::JpegLossless,
        Wrapping::Full,
    )
}

fn lossless_bytes() -> Built {
    let size = FrameSize::new(401, 299);
    let scene = Scene::still(
        Background::Flat(0.12),
        size,
        Labels::Short(light(Face::Sans, 20.0)),
        38,
    );
    let samples: Vec<u16> = scene.grey(0, 255);
    let stream = lossless_jpeg::encode(&samples, size.columns as u16, size.rows as u16, 8);
    let pixels = Pixels::grey8(size, 1, scene.grey8(0)).compressed(vec![stream]);
    dicom(
        &scene,
        Kind::Sc,
        &pixels,
        Syntax::JpegLossless,
        Wrapping::Full,
    )
}

fn jpeg_2000() -> Built {
    let scene = slice(39, 0.3);
    let samples: Vec<i32> = hounsfield(&scene)
        .into_iter()
        .map(|word| i32::from(word as i16))
        .collect();
    let stream = jpeg2000::encode(&samples, scene.size.columns, scene.size.rows, 16, true);
    let pixels = Pixels::grey16(scene.size, 16, hounsfield(&scene)).compressed(vec![stream]);
    let pixels = Pixels {
        signed: true,
        ..pixels
    };
    dicom(
        &scene,
        Kind::Ct { intercept: 0 },
        &pixels,
        Syntax::Jpeg2000,
        Wrapping::Full,
    )
}
